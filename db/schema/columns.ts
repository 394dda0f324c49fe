import { sql, type AnyColumn } from 'drizzle-orm'
import { check, customType, doublePrecision, timestamp, uuid } from 'drizzle-orm/pg-core'

/** A random primary key that only the database chooses, so that no client can probe for somebody else's. */
export const generatedId = () => uuid('id').primaryKey().defaultRandom()

/** A moment in UTC; `null` until it happens. */
export const moment = (name: string) => timestamp(name, { withTimezone: true })

/** When the row was made. */
export const createdAt = () => moment('created_at').notNull().defaultNow()

/** When the row last changed; kept by the trigger in `triggers/all.updated-at.sql`. */
export const updatedAt = () => moment('updated_at').notNull().defaultNow()

/** The manual order among siblings. A fraction, so that one row can move between two others without touching them. */
export const position = () => doublePrecision('position').notNull().default(0)

/** PostgreSQL's `bytea`, read and written as a Buffer. */
export const bytea = customType<{ data: Buffer, driverData: Buffer }>({ dataType: () => 'bytea' })

/** Refuses a text that is empty, or only white space, or longer than `max` characters once trimmed. */
export function requiredText(constraint: string, column: AnyColumn, max: number) {
  return check(constraint, sql`char_length(btrim(${column}, E' \\t\\r\\n')) between 1 and ${sql.raw(String(max))}`)
}

/** Refuses a text of more than `max` characters; an empty one is fine. */
export function limitedText(constraint: string, column: AnyColumn, max: number) {
  return check(constraint, sql`char_length(${column}) <= ${sql.raw(String(max))}`)
}

/** Refuses a number outside of `min` to `max`, both included. */
export function withinRange(constraint: string, column: AnyColumn, min: number, max: number) {
  return check(constraint, sql`${column} between ${sql.raw(String(min))} and ${sql.raw(String(max))}`)
}

/** Refuses `infinity` and years that a four-digit calendar cannot show. */
export function calendarDay(constraint: string, column: AnyColumn) {
  return check(constraint, sql`${column} between date '0001-01-01' and date '9999-12-31'`)
}
