import { integer, text } from 'drizzle-orm/pg-core'
import { privateSchema } from './sessions.ts'

/**
 * How many rows a person may have, or may insert at once; kept by `triggers/shared.quotas.sql`.
 *
 * The migration that makes the table gives the rows; whoever runs the database changes `max`, and it holds from then on.
 */
export const quotas = privateSchema.table('quotas', {
  /** A table: its rows of one person, those in the trash included. `inserted_rows`: rows of one insert. */
  name: text('name').primaryKey(),
  max: integer('max').notNull(),
})
