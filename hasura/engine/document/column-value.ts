import { EngineError } from '../errors.ts'
import type { ColumnCodec } from '../schema/types.ts'
import { arrayLiteral } from '../sql/array-literal.ts'
import { boundedInteger, outOfBounds, scientific } from './decimal.ts'
import { isRawNumber, numberText, type JsonValue } from '../json/json.ts'

/** Where a value of a column stands. */
export interface ColumnPlace {
  readonly codec: ColumnCodec
  readonly typeName: string
  readonly array: boolean
  readonly path: string
}

/**
 * A value of a column as PostgreSQL's text. Hasura makes JSON of it, wherever it comes from, and
 * reads that by the column's type: a string stands for a value of any type and is PostgreSQL's to
 * read, an enum literal is a string.
 *
 * @throws EngineError parse-failed, in the words of Hasura's JSON library
 */
export function columnText(value: JsonValue, place: ColumnPlace): string {
  return place.array ? arrayText(value, place) : elementText(value, place)
}

function arrayText(value: JsonValue, place: ColumnPlace): string {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return mismatch('[]', 'Array', value, place)
  const items = value as readonly JsonValue[]
  return arrayLiteral(items.map(item => (item === null ? null : elementText(item, place))))
}

function elementText(value: JsonValue, place: ColumnPlace): string {
  if (place.codec === 'json') return JSON.stringify(value)
  if (place.codec === 'ltree') return labelPath(value, place)
  if (typeof value === 'string') return value
  switch (place.codec) {
    case 'int2':
      return integerText(value, place, 'PGSmallInt', 15)
    case 'int4':
      return integerText(value, place, 'PGInteger', 31)
    case 'int8':
      return integerText(value, place, 'PGBigInt', 63)
    case 'float4':
      return floatText(value, place, 'PGFloat', Math.fround)
    case 'float8':
      return floatText(value, place, 'PGDouble', Number)
    case 'numeric':
      return numberText(value) ?? mismatch('Scientific', 'Number', value, place)
    case 'bool':
      return typeof value === 'boolean' ? String(value) : mismatch('Bool', 'Boolean', value, place)
    case 'characters':
      return mismatch('Text', 'String', value, place)
    case 'date':
      return mismatch('Day', 'String', value, place)
    case 'timestamp':
      return mismatch('LocalTime', 'String', value, place)
    case 'timestamptz':
      return mismatch('UTCTime', 'String', value, place)
    case 'uuid':
      return mismatch('UUID', 'String', value, place)
    case 'text':
      return refuse(`A string is expected for type: ${place.typeName}`, place)
  }
}

function integerText(value: JsonValue, place: ColumnPlace, type: string, bits: number): string {
  const parser = `Integer expected for input type: ${type}`
  const digits = numberText(value) ?? mismatch(parser, 'Number', value, place)
  const number = boundedInteger(digits, bits)
  return number === undefined ? refuse(outOfBounds(digits), place) : String(number)
}

/** A float overflows when it becomes infinite, or zero without being zero. */
function floatText(
  value: JsonValue,
  place: ColumnPlace,
  type: string,
  round: (number: number) => number,
): string {
  const digits =
    numberText(value) ?? mismatch(`Float expected for input type: ${type}`, 'Number', value, place)
  const number = round(Number(digits))
  const fits = Number.isFinite(number) && (number !== 0 || /^-?0*\.?0*(?:[eE]|$)/.test(digits))
  const reason = 'lies outside the bounds. Is it overflowing the float bounds?'
  return fits ? digits : refuse(`The value ${scientific(digits)} ${reason}`, place)
}

function labelPath(value: JsonValue, place: ColumnPlace): string {
  if (typeof value !== 'string')
    return refuse(`A string is expected for type: ${place.typeName}`, place)
  if (value !== '' && !/^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*$/u.test(value)) {
    const rule = 'a sequence of zero or more labels separated by dots, for example L1.L2.L3'
    return refuse(`Expecting label path: ${rule}`, place)
  }
  return value
}

function mismatch(parser: string, expected: string, value: JsonValue, place: ColumnPlace): never {
  return refuse(
    `parsing ${parser} failed, expected ${expected}, but encountered ${kindOf(value)}`,
    place,
  )
}

function refuse(message: string, { path }: ColumnPlace): never {
  throw new EngineError('parse-failed', message, path)
}

/** The name of a JSON value's kind in the library's messages. */
function kindOf(value: JsonValue): string {
  if (value === null) return 'Null'
  if (Array.isArray(value)) return 'Array'
  if (isRawNumber(value)) return 'Number'
  return (
    { string: 'String', number: 'Number', boolean: 'Boolean' }[typeof value as string] ?? 'Object'
  )
}
