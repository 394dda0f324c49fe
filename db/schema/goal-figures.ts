import { boolean, date, integer, numeric, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'

/** Per cent, to the hundredth. */
const percent = (name: string) => numeric(name, { precision: 5, scale: 2 })

/**
 * How far every goal is. Written by `triggers/goals.figures.sql` alone, when a transaction commits.
 *
 * A table of its own, because whoever changes a goal holds its row until then; and without a foreign
 * key, because checking it would wait for that row.
 */
export const goalFigures = pgTable('goal_figures', {
  goalId: uuid('goal_id').primaryKey(),
  /** 100 of a completed goal, else the weighted mean of the parts; without parts what a person said. */
  progress: percent('progress').notNull(),
  /** How many parts it is the mean of. */
  parts: integer('parts').notNull(),
  /** What the weights of these parts add up to. */
  weight: integer('weight').notNull(),
  /** What weight × progress of the parts adds up to; null until that is known. */
  total: numeric('total'),
  /** Whether it has no parts but tasks; null until that is known. */
  isOfTasks: boolean('is_of_tasks'),
})

/** How far every goal was, a row for each day (in UTC) on which that changed. See `goalFigures`. */
export const goalProgress = pgTable(
  'goal_progress',
  {
    goalId: uuid('goal_id').notNull(),
    day: date('day').notNull(),
    /** At the end of the day, or now. */
    progress: percent('progress').notNull(),
  },
  table => [primaryKey({ name: 'goal_progress_pkey', columns: [table.goalId, table.day] })],
)
