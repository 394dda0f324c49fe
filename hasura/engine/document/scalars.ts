import { EngineError } from '../errors.ts'
import { arrayLiteral } from '../sql/array-literal.ts'
import type { ScalarCodec } from '../schema/types.ts'
import { parseJsonPath } from './json-path.ts'
import { booleanOf, describeValue, digitsOf, stringOf, toJson, type Resolved } from './resolved.ts'
import type { RequestValues } from './types.ts'

/** What reading a scalar needs to know. */
export interface ScalarPlace {
  readonly codec: ScalarCodec
  readonly typeName: string
  /** For errors. */
  readonly path: string
}

/**
 * A scalar as PostgreSQL's text form. Numbers and booleans may also come as strings, which PostgreSQL then reads.
 *
 * @throws EngineError validation-failed on a value of the wrong kind, parse-failed on one that does not convert
 */
export function scalarText(value: Resolved, place: ScalarPlace, request: RequestValues): string {
  switch (place.codec) {
    case 'integer': return integerText(value, place)
    case 'float': return digitsOf(value) ?? stringOf(value) ?? mismatch(value, 'a float', place)
    case 'boolean': return String(booleanOf(value) ?? stringOf(value) ?? mismatch(value, 'a boolean', place))
    case 'string': return stringOf(value) ?? mismatch(value, 'a string', place)
    case 'number': return digitsOf(value) ?? stringOf(value) ?? conversion(`expected a number or a string for type '${place.typeName}', but found ${describeValue(value)}`, place)
    case 'json': return JSON.stringify(toJson(value, request))
    case 'ltree': return labelPath(value, place, request)
    case 'limit': return limitText(value, place)
    case 'offset': return offsetText(value, place)
    case 'jsonPath': return arrayLiteral(parseJsonPath(stringOf(value) ?? mismatch(value, 'a string', place), place.path))
    case 'text': return customText(value, place, request)
  }
}

function mismatch(value: Resolved, expected: string, { typeName, path }: ScalarPlace): never {
  throw new EngineError('validation-failed', `expected ${expected} for type '${typeName}', but found ${describeValue(value)}`, path)
}

function conversion(message: string, { path }: ScalarPlace): never {
  throw new EngineError('parse-failed', message, path)
}

function integerText(value: Resolved, place: ScalarPlace): string {
  const digits = digitsOf(value)
  if (digits === undefined) return stringOf(value) ?? mismatch(value, 'a 32-bit integer', place)
  const number = Number(digits)
  if (!Number.isInteger(number) || number < -2147483648 || number > 2147483647) {
    return conversion(`The value ${scientific(digits)} lies outside the bounds or is not an integer. Maybe it is a float, or is there integer overflow?`, place)
  }
  return String(number)
}

/** Haskell's `show` of a Scientific: `2.147483648e9`, `1.5`, `0.1`. */
function scientific(digits: string): string {
  const number = Number(digits)
  const size = Math.abs(number)
  if (size >= 0.1 && size < 10_000_000) return Number.isInteger(number) ? `${number}.0` : String(number)
  const [mantissa = '0', exponent = '0'] = number.toExponential().split('e')
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${Number(exponent)}`
}

function limitText(value: Resolved, place: ScalarPlace): string {
  const digits = digitsOf(value)
  const number = Number(digits)
  if (digits === undefined || !Number.isInteger(number) || number < 0 || number > 2147483647) return mismatch(value, 'a non-negative 32-bit integer', place)
  return String(number)
}

function offsetText(value: Resolved, place: ScalarPlace): string {
  const text = digitsOf(value) ?? stringOf(value)
  if (text === undefined || !/^-?\d{1,19}$/.test(text) || BigInt.asIntN(64, BigInt(text)) !== BigInt(text)) return mismatch(value, 'a 64-bit integer', place)
  return text
}

/** The scalars that travel as text; enum literals are accepted as strings. */
function customText(value: Resolved, place: ScalarPlace, request: RequestValues): string {
  const json = toJson(value, request)
  return typeof json === 'string' ? json : conversion(`A string is expected for type: ${place.typeName}`, place)
}

function labelPath(value: Resolved, place: ScalarPlace, request: RequestValues): string {
  const text = customText(value, place, request)
  if (text !== '' && !/^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*$/u.test(text)) {
    return conversion('Expecting label path: a sequence of zero or more labels separated by dots, for example L1.L2.L3', place)
  }
  return text
}
