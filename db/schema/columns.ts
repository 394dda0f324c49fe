import { sql, type AnyColumn, type SQL } from 'drizzle-orm'
import {
  check,
  customType,
  doublePrecision,
  numeric,
  smallint,
  timestamp,
  uuid,
  type Check,
} from 'drizzle-orm/pg-core'
import { ranges } from '#shared/limits.ts'

/**
 * A random primary key that only the database chooses, so that no client can probe for the
 * ids of others.
 */
export const generatedId = () => uuid('id').primaryKey().defaultRandom()

/** A moment in UTC; `null` until it happens. */
export const moment = (name: string) => timestamp(name, { withTimezone: true })

/** When the row was made. */
export const createdAt = () => moment('created_at').notNull().defaultNow()

/** When the row last changed; kept by the trigger in `triggers/all.updated-at.sql`. */
export const updatedAt = () => moment('updated_at').notNull().defaultNow()

/**
 * The manual order among siblings. A fraction, so that one row can move between two others without
 * touching them.
 */
export const position = () => doublePrecision('position').notNull().default(0)

/** PostgreSQL's `bytea`, read and written as a Buffer. */
export const bytea = customType<{ data: Buffer, driverData: Buffer }>({ dataType: () => 'bytea' })

/** The least and the greatest number that a column takes, both included. */
export interface Range {
  readonly min: number
  readonly max: number
}

/** The rule that a check enforces on its column, for error messages. */
export type ColumnRule =
  | {
    readonly kind: 'text'
    readonly isRequired: boolean
    readonly max: number
  }
  | { readonly kind: 'line' }
  | {
    readonly kind: 'number'
    readonly range: Range
    readonly decimals?: number
  }
  | { readonly kind: 'bytes', readonly max: number }
  | { readonly kind: 'day' }

const rules = new WeakMap<SQL, { readonly column: string, readonly rule: ColumnRule }>()

/** The rule behind a check, and its column; undefined when no function of this module made it. */
export function ruleOf({ value }: Check): { readonly column: string, readonly rule: ColumnRule } | undefined {
  return rules.get(value)
}

function checkRule(constraint: string, column: AnyColumn, rule: ColumnRule, condition: SQL) {
  rules.set(condition, { column: column.name, rule })
  return check(constraint, condition)
}

/**
 * Refuses a text that is empty, or only white space, or longer than `max` characters, white space
 * at its ends included.
 */
export function requiredText(constraint: string, column: AnyColumn, max: number) {
  return checkRule(
    constraint,
    column,
    { kind: 'text', isRequired: true, max },
    sql`char_length(${column}) <= ${sql.raw(String(max))} and ${column} ~ ${sql.raw(`'[^ \\t\\r\\n]'`)}`,
  )
}

/**
 * Characters that break a line or steer a terminal (Unicode category Cc, and U+2028 and U+2029).
 */
const controls = String.raw`\u0001-\u001F\u007F-\u009F\u2028\u2029`

/**
 * Characters that turn the direction of what follows them, beyond the end of the text (Unicode
 * Standard Annex 9, sections 2.1 to 2.4).
 */
const directionControls = String.raw`\u202A-\u202E\u2066-\u2069`

/**
 * Characters without a glyph: separators, format characters, fillers, variation selectors (Unicode,
 * Default_Ignorable_Code_Point).
 */
const invisible =
  String.raw`\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F`
  + String.raw`\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF`

/**
 * Refuses a line that shows nothing, breaks, or turns the direction of what stands beside it.
 *
 * Joiners and the marks U+200E and U+200F stay allowed: emoji, Persian, Arabic and Hebrew are
 * written with them.
 *
 * @param constraint must come after the one of the length in alphabetical order: PostgreSQL checks
 *   in that order, so that
 * this pattern never meets a long text
 */
export function printableLine(constraint: string, column: AnyColumn) {
  return checkRule(
    constraint,
    column,
    { kind: 'line' },
    sql`${column} ~ ${sql.raw(`'[^${invisible}]'`)} and ${column} !~ ${sql.raw(`'[${controls}${directionControls}]'`)}`,
  )
}

/**
 * Refuses `NaN`, infinities, and numbers that a fraction between two rows could not be told from.
 */
export function finitePosition(constraint: string, column: AnyColumn) {
  return withinRange(constraint, column, ranges.position)
}

/**
 * A random key that the client chose for a create, so that the same create sent twice makes one
 * row. Never an id of a row.
 */
export const clientKey = () => uuid('client_key')

/** Refuses a text of more than `max` characters; an empty one is fine. */
export function limitedText(constraint: string, column: AnyColumn, max: number) {
  return checkRule(
    constraint,
    column,
    { kind: 'text', isRequired: false, max },
    sql`char_length(${column}) <= ${sql.raw(String(max))}`,
  )
}

/** Refuses a number outside of a range. */
export function withinRange(constraint: string, column: AnyColumn, range: Range) {
  return checkRule(
    constraint,
    column,
    { kind: 'number', range },
    sql`${column} between ${sql.raw(String(range.min))} and ${sql.raw(String(range.max))}`,
  )
}

/** Refuses `infinity` and years that a four-digit calendar cannot show. */
export function calendarDay(constraint: string, column: AnyColumn) {
  return checkRule(
    constraint,
    column,
    { kind: 'day' },
    sql`${column} between date '0001-01-01' and date '9999-12-31'`,
  )
}

/**
 * How much a part counts in what it is a part of, against its siblings: a whole number, so that
 * the mean is exact.
 */
export const weight = () => smallint('weight').notNull().default(1)

/** An exact number, which PostgreSQL hands over as a text. */
export const exactNumber = (name: string) => numeric(name)

/** Refuses `NaN`, infinities, a number outside of a range, and one with more decimals. */
export function exactWithin(
  constraint: string,
  column: AnyColumn,
  range: Range,
  decimals: number,
) {
  const [min, max, places] = [range.min, range.max, decimals].map(figure => sql.raw(String(figure)))
  return checkRule(
    constraint,
    column,
    { kind: 'number', range, decimals },
    sql`${column} between ${min} and ${max} and min_scale(${column}) <= ${places}`,
  )
}

/** Refuses JSON of more than `max` bytes. */
export function limitedJson(constraint: string, column: AnyColumn, max: number) {
  return checkRule(
    constraint,
    column,
    { kind: 'bytes', max },
    sql`octet_length(${column}::text) <= ${sql.raw(String(max))}`,
  )
}
