import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { maxDecimals, maxLengths, ranges } from '#shared/limits.ts'
import {
  clientKey,
  createdAt,
  exactNumber,
  exactWithin,
  generatedId,
  limitedText,
  updatedAt,
} from './columns.ts'
import { goalHealth } from './enums.ts'
import { goals } from './goals.ts'
import { keyResults } from './key-results.ts'
import { users } from './users.ts'

/**
 * What was said of a goal at a moment: how it is doing, a note, the new value of a key result.
 * Access is inherited from the goal.
 */
export const checkIns = pgTable(
  'check_ins',
  {
    id: generatedId(),
    goalId: uuid('goal_id')
      .notNull()
      .references(() => goals.id, { onDelete: 'cascade' }),
    note: text('note').notNull().default(''),
    health: goalHealth('health'),
    /** A number of the same goal, whose current value this check-in sets (`triggers/check_ins.value.sql`). */
    keyResultId: uuid('key_result_id').references(() => keyResults.id, { onDelete: 'set null' }),
    /** The new value of the key result; kept when the key result is purged. */
    value: exactNumber('value'),
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    clientKey: clientKey(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    limitedText('check_ins_note_length', table.note, maxLengths.text),
    exactWithin('check_ins_value_range', table.value, ranges.measured, maxDecimals.measured),
    check(
      'check_ins_something',
      sql`${table.note} <> '' or ${table.health} is not null or ${table.value} is not null`,
    ),
    unique('check_ins_created_by_client_key_key').on(table.createdBy, table.clientKey),
    index('check_ins_goal_id_created_at_idx').on(table.goalId, table.createdAt.desc().nullsFirst()),
    index('check_ins_key_result_id_idx').on(table.keyResultId),
  ],
)
