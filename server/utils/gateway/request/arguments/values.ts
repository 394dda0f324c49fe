import { textProblem } from './texts.ts'
import { isNumber, numberOf, scalarText } from '../parse-json.ts'
import { enums } from '#shared/enums.ts'

/**
 * Why a value cannot be compared with a column of one type: words that complete "… must be".
 * Undefined when it can.
 *
 * Each accepts less than PostgreSQL's input function does, so that no value is left whose
 * conversion could fail, whenever it takes place: with the statement, or with a row.
 */
export type ValueCheck = (value: unknown) => string | undefined

/** The most levels, and characters of JSON, of a jsonb value that a column is compared with. */
export const maxJson = { levels: 8, characters: 2000 } as const

/**
 * Positions are kept this far from where PostgreSQL's sums and averages of `float8` overflow, and
 * fail.
 */
const maxPosition = 1e12

/** The size and length of numbers that an exact column is compared with. */
const maxExact = 1e18
const maxDigits = 40

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i
const day = /^(\d{4})-(\d\d)-(\d\d)$/
const moment =
  /^(\d{4}-\d\d-\d\d)(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/i

/** By PostgreSQL's type. A type without an entry cannot be compared with anything. */
export const comparableValues: Readonly<Record<string, ValueCheck>> = {
  String: textProblem,
  Boolean: value => (typeof value === 'boolean' ? undefined : 'true or false'),
  Int: wholeNumber(-(2 ** 31), 2 ** 31 - 1),
  smallint: wholeNumber(-(2 ** 15), 2 ** 15 - 1),
  bigint: wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  float8: value => (Number.isFinite(numberOf(value)) ? undefined : 'a number'),
  numeric: exactNumber,
  uuid: value => (typeof value === 'string' && uuid.test(value) ? undefined : 'an id'),
  date: value =>
    typeof value === 'string' && isDay(value) ? undefined : 'a day that exists, such as 2026-12-31',
  timestamptz: value =>
    typeof value === 'string' && isDay(moment.exec(value)?.[1] ?? '')
      ? undefined
      : 'a moment, such as 2026-12-31T18:00Z',
  jsonb: comparableJson,
  ...Object.fromEntries(Object.entries(enums).map(([name, values]) => [name, oneOf(values)])),
}

/** A whole number from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number): ValueCheck {
  return (value) => {
    const number = numberOf(value)
    return Number.isInteger(number) && number >= min && number <= max
      ? undefined
      : `a whole number from ${min} to ${max}`
  }
}

/** A number of few digits: one in full, with an exponent of thousands, would take long to read. */
export function exactNumber(value: unknown): string | undefined {
  return Math.abs(numberOf(value)) <= maxExact && scalarText(value)!.length <= maxDigits
    ? undefined
    : `a number from -${maxExact} to ${maxExact}`
}

/** A number that is stored. NULL is none of its business. */
export function storedNumber(value: unknown): string | undefined {
  return Math.abs(numberOf(value)) <= maxPosition
    ? undefined
    : `a number from -${maxPosition} to ${maxPosition}`
}

function isDay(text: string): boolean {
  const [, year, month, date] = day.exec(text)?.map(Number) ?? []
  if (!year || !month || !date) return false
  const read = new Date(`${text}T00:00:00Z`)
  return read.getUTCMonth() + 1 === month && read.getUTCDate() === date
}

function oneOf(values: readonly string[]): ValueCheck {
  return value => (values.includes(value as string) ? undefined : `one of ${values.join(', ')}`)
}

/**
 * Containment compares each part with each part, and calls itself for every level. Not all JSON is
 * jsonb: numbers and texts must be such that PostgreSQL can hold.
 */
function comparableJson(value: unknown): string | undefined {
  const problem = contentProblem(value)
  if (problem) return `JSON with ${problem}`
  const fits =
    isShallow(value, maxJson.levels) && JSON.stringify(value).length <= maxJson.characters
  return fits
    ? undefined
    : `JSON of at most ${maxJson.levels} levels and ${maxJson.characters} characters`
}

/** The problem of a number, text or key inside a JSON value; a value too deep is not read. */
function contentProblem(value: unknown, levels: number = maxJson.levels): string | undefined {
  if (isNumber(value)) return Number.isFinite(numberOf(value)) ? undefined : 'smaller numbers'
  if (typeof value === 'string') return textProblem(value) && 'texts without U+0000 and without halves of characters'
  if (typeof value !== 'object' || value === null || levels === 0) return undefined
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.entries(value).flat()
  return parts.map(part => contentProblem(part, levels - 1)).find(problem => problem !== undefined)
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every(inner => isShallow(inner, levels - 1))
}
