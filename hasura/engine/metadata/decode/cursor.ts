import { MetadataError } from '../errors.ts'
import type { Json } from '../types.ts'

/** A value inside the metadata and the way to it, so that every complaint can name its place. */
export interface Cursor {
  readonly value: unknown
  readonly path: string
}

/** @throws MetadataError at the cursor's place */
export function fail(at: Cursor, problem: string): never {
  throw new MetadataError(at.path || '(root)', problem)
}

/** The fields of an object. A key with an undefined or null value counts as absent. */
export class Fields {
  readonly #at: Cursor
  readonly #fields: Readonly<Record<string, unknown>>

  /**
   * @param known the keys that are understood; any other refuses the metadata, because it may be
   *   one that protects data. Leave it out where the keys are names of the user's own.
   * @throws MetadataError when the value is no object or has an unknown key
   */
  constructor(at: Cursor, known?: readonly string[]) {
    if (typeof at.value !== 'object' || at.value === null || Array.isArray(at.value))
      fail(at, 'must be an object')
    this.#at = at
    this.#fields = at.value as Record<string, unknown>
    const unknown = known && Object.keys(this.#fields).find(key => !known.includes(key))
    if (unknown !== undefined)
      fail(this.at(unknown), 'is not a key that this engine knows; remove it or correct its name')
  }

  /** The names that are present, in the document's order. */
  names(): string[] {
    return Object.keys(this.#fields)
  }

  /** The place of a field, present or not. */
  at(name: string): Cursor {
    const separator = this.#at.path ? '.' : ''
    return {
      value: Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined,
      path: `${this.#at.path}${separator}${name}`,
    }
  }

  /** Decodes a field that must be there. */
  required<Value>(name: string, decode: (at: Cursor) => Value): Value {
    const at = this.at(name)
    if (at.value === undefined) fail(at, 'is missing')
    return decode(at)
  }

  /** Decodes a field, or answers `otherwise` where it is absent or null. */
  optional<Value, Otherwise>(
    name: string,
    decode: (at: Cursor) => Value,
    otherwise: Otherwise,
  ): Value | Otherwise {
    const at = this.at(name)
    return at.value === undefined || at.value === null ? otherwise : decode(at)
  }
}

/** A list, each item decoded. */
export function list<Value>(decode: (at: Cursor) => Value): (at: Cursor) => Value[] {
  return (at) => {
    if (!Array.isArray(at.value)) fail(at, 'must be a list')
    return at.value.map((value, index) => decode({ value, path: `${at.path}[${index}]` }))
  }
}

/** A list in which no two items have the same key. */
export function uniqueList<Value>(
  decode: (at: Cursor) => Value,
  keyOf: (value: Value) => string,
): (at: Cursor) => Value[] {
  return (at) => {
    const values = list(decode)(at)
    const seen = new Set<string>()
    values.forEach((value, index) => {
      if (seen.has(keyOf(value)))
        fail(
          { value, path: `${at.path}[${index}]` },
          'declares what an earlier item of the list declares already',
        )
      seen.add(keyOf(value))
    })
    return values
  }
}

/** An object whose keys are names: every value decoded, in the document's order. */
export function mapOf<Value>(decode: (at: Cursor) => Value): (at: Cursor) => Map<string, Value> {
  return (at) => {
    const fields = new Fields(at)
    return new Map(fields.names().map(name => [name, decode(fields.at(name))]))
  }
}

/** One of the given strings. */
export function oneOf<Value extends string>(...values: readonly Value[]): (at: Cursor) => Value {
  return (at) => {
    if (!values.includes(at.value as Value)) fail(at, `must be one of ${values.join(', ')}`)
    return at.value as Value
  }
}

export function string(at: Cursor): string {
  if (typeof at.value !== 'string') fail(at, 'must be a string')
  return at.value
}

export function boolean(at: Cursor): boolean {
  if (typeof at.value !== 'boolean') fail(at, 'must be true or false')
  return at.value
}

/** A whole number from 0. */
export function count(at: Cursor): number {
  if (!Number.isSafeInteger(at.value) || (at.value as number) < 0)
    fail(at, 'must be a whole number, 0 or more')
  return at.value as number
}

/** Any value: JSON and YAML files hold no others. */
export function json(at: Cursor): Json {
  return at.value as Json
}
