import { EngineError } from '../errors.ts'
import type { ScalarCodec } from '../schema/types.ts'
import { columnText } from './column-value.ts'
import { boundedInteger, outOfBounds } from './decimal.ts'
import { parseJsonPath } from '../json/path.ts'
import {
  booleanOf,
  describeValue,
  digitsOf,
  isFloatLiteral,
  stringOf,
  toJson,
  type Resolved,
} from './resolved.ts'
import { arrayLiteral } from '../sql/array-literal.ts'
import type { RequestValues } from './types.ts'

/** The context in which a scalar is read. */
export interface ScalarPlace {
  readonly codec: ScalarCodec
  readonly typeName: string
  /** The value is an array of such scalars. */
  readonly array: boolean
  /** For errors. */
  readonly path: string
}

/**
 * A scalar as PostgreSQL's text form.
 *
 * @throws EngineError validation-failed on a value of the wrong kind where GraphQL's own scalars
 *   stand, parse-failed on a number out of bounds and on every wrong value of a column
 */
export function scalarText(value: Resolved, place: ScalarPlace, request: RequestValues): string {
  switch (place.codec) {
    case 'integer':
      return integerText(value, place, 'a 32-bit integer', 31)
    case 'limit':
      return limitText(value, place)
    case 'offset':
      return offsetText(value, place)
    case 'boolean':
      return String(booleanOf(value) ?? mismatch(value, 'a boolean', place))
    case 'string':
      return stringOf(value) ?? mismatch(value, 'a string', place)
    case 'jsonPath':
      return jsonPathText(stringOf(value) ?? mismatch(value, 'a string', place), place)
    default:
      return columnText(toJson(value, request), { ...place, codec: place.codec })
  }
}

function mismatch(value: Resolved, expected: string, { typeName, path }: ScalarPlace): never {
  throw new EngineError(
    'validation-failed',
    `expected ${expected} for type '${typeName}', but found ${describeValue(value)}`,
    path,
  )
}

/** Hasura reads the path after the arguments, so that an error in it is the arguments'. */
function jsonPathText(text: string, { path }: ScalarPlace): string {
  const steps = parseJsonPath(text)
  if (steps) return arrayLiteral(steps.map(String))
  const rules =
    'Accept letters, digits, underscore (_) or hyphen (-) only. '
    + 'Use quotes enclosed in bracket (["..."]) if there is any special character'
  throw new EngineError(
    'validation-failed',
    `parse json path error: ${text}. ${rules}`,
    path.replace(/\.path$/, ''),
  )
}

/** An integer of GraphQL's grammar, or a number of JSON that is one. */
function integerText(value: Resolved, place: ScalarPlace, expected: string, bits: number): string {
  const digits = digitsOf(value)
  if (digits === undefined || isFloatLiteral(value)) return mismatch(value, expected, place)
  const number = boundedInteger(digits, bits)
  if (number === undefined) throw new EngineError('parse-failed', outOfBounds(digits), place.path)
  return String(number)
}

function limitText(value: Resolved, place: ScalarPlace): string {
  const expected = 'a non-negative 32-bit integer'
  if (digitsOf(value)?.startsWith('-')) return mismatch(value, expected, place)
  return integerText(value, place, expected, 31)
}

function offsetText(value: Resolved, place: ScalarPlace): string {
  const expected = 'a 64-bit integer'
  const text = stringOf(value)
  if (text === undefined) return integerText(value, place, expected, 63)
  const fits = /^-?\d{1,19}$/.test(text) && boundedInteger(text, 63) !== undefined
  return fits ? text : mismatch(value, expected, place)
}
