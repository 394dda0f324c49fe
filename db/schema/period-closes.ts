import { boolean, check, date, index, numeric, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { maxLengths } from '#shared/limits.ts'
import { calendarDay, clientKey, createdAt, generatedId, limitedText } from './columns.ts'
import { goalHorizon, goalStatus } from './enums.ts'
import { goals } from './goals.ts'
import { users } from './users.ts'

/**
 * A week, month, quarter or year that a person has closed. Adding a row closes it: by
 * `triggers/period_closes.carry.sql` what is open of their own goals moves on to the next one.
 */
export const periodCloses = pgTable(
  'period_closes',
  {
    id: generatedId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    horizon: goalHorizon('horizon').notNull(),
    /** The period's first day; any of its days can be given. */
    startsOn: date('starts_on').notNull(),
    /** The period's last day; follows from the first. */
    endsOn: date('ends_on').notNull(),
    clientKey: clientKey(),
    createdAt: createdAt(),
  },
  table => [
    calendarDay('period_closes_starts_on_range', table.startsOn),
    calendarDay('period_closes_ends_on_range', table.endsOn),
    unique('period_closes_user_id_client_key_key').on(table.userId, table.clientKey),
    index('period_closes_user_id_starts_on_idx').on(table.userId, table.startsOn),
  ],
)

/** A goal as it was when its period was closed. */
export const closedGoals = pgTable(
  'closed_goals',
  {
    id: generatedId(),
    closeId: uuid('close_id')
      .notNull()
      .references(() => periodCloses.id, { onDelete: 'cascade' }),
    /** Null once the goal is deleted for good. */
    goalId: uuid('goal_id').references(() => goals.id, { onDelete: 'set null' }),
    title: text('title').notNull(),
    status: goalStatus('status').notNull(),
    /** Per cent. */
    progress: numeric('progress', { precision: 5, scale: 2 }).notNull(),
    targetDate: date('target_date').notNull(),
    /** Whether it was open, and has moved on to the next period. */
    isCarried: boolean('is_carried').notNull(),
  },
  table => [
    limitedText('closed_goals_title_length', table.title, maxLengths.title),
    check('closed_goals_progress_range', sql`${table.progress} between 0 and 100`),
    index('closed_goals_close_id_idx').on(table.closeId),
    index('closed_goals_goal_id_idx').on(table.goalId),
  ],
)
