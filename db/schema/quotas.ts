import { integer, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { privateSchema } from './sessions.ts'
import { users } from './users.ts'

/**
 * How many rows a person may have, or may insert at once; kept by `triggers/shared.quotas.sql`.
 *
 * The migration that makes the table inserts the rows; an operator changes `max`, which takes
 * effect at once. A name without a row has no limit.
 */
export const quotas = privateSchema.table('quotas', {
  /**
   * A table: its rows of one person, those in the trash included. `inserted_rows`: rows of one
   * insert.
   */
  name: text('name').primaryKey(),
  max: integer('max').notNull(),
})

/**
 * How many more rows of a table a person may insert before they are counted anew. What they delete
 * meanwhile makes more room than this says, never less.
 */
export const quotaRoom = privateSchema.table(
  'quota_room',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** The quota that was in force when the rows were counted. */
    max: integer('max').notNull(),
    room: integer('room').notNull(),
  },
  table => [primaryKey({ name: 'quota_room_pkey', columns: [table.userId, table.name] })],
)
