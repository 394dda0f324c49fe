/**
 * A JSON value. A number that a JavaScript number cannot hold exactly is a
 * raw JSON object (`JSON.rawJSON`), so that its digits reach PostgreSQL.
 */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | RawJsonNumber
  | readonly JsonValue[]
  | JsonObject

export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** A value made by `JSON.rawJSON`. */
export interface RawJsonNumber {
  readonly rawJSON: string
}

/** ECMAScript's raw JSON, which TypeScript's library does not know yet. */
interface RawJson {
  readonly parse: (
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ) => unknown
  readonly rawJSON: (text: string) => RawJsonNumber
  readonly isRawJSON: (value: unknown) => value is RawJsonNumber
}

const rawJson = JSON as unknown as RawJson

/** Digits that a JavaScript number might not hold: long, or with an exponent. */
const suspicious = /\d{16}|\d[eE]|\.\d{15}/

/**
 * Parses JSON without losing digits: a number that does not survive as a JavaScript number becomes
 * raw JSON.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseJson(text: string): JsonValue {
  if (!suspicious.test(text)) return JSON.parse(text) as JsonValue
  return rawJson.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? rawJson.rawJSON(source)
      : value,
  ) as JsonValue
}

/** Whether a value is a number kept as its digits. */
export function isRawNumber(value: unknown): value is RawJsonNumber {
  return rawJson.isRawJSON(value)
}

/** A number by its digits, as JSON writes it. */
export function rawNumber(digits: string): RawJsonNumber {
  return rawJson.rawJSON(digits)
}

/** The digits of a number, or undefined when the value is no number. */
export function numberText(value: JsonValue): string | undefined {
  if (typeof value === 'number') return String(value)
  return isRawNumber(value) ? value.rawJSON : undefined
}

/** Whether a value is a JSON object. */
export function isObject(value: JsonValue | undefined): value is JsonObject
export function isObject(value: unknown): value is Readonly<Record<string, unknown>>
export function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value)
}

/** The kind of a JSON value in the words of Haskell's parser, which Hasura's messages quote. */
export function haskellKind(value: unknown): string {
  if (value === null) return 'Null'
  if (Array.isArray(value)) return 'Array'
  if (isRawNumber(value)) return 'Number'
  return (
    { string: 'String', number: 'Number', boolean: 'Boolean' }[typeof value as string] ?? 'Object'
  )
}
