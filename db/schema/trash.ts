import { isNotNull } from 'drizzle-orm'
import { pgView } from 'drizzle-orm/pg-core'
import { goals } from './goals.ts'
import { keyResults } from './key-results.ts'
import { tasks } from './tasks.ts'

/**
 * The trash, as views with permissions of their own: the tables' permissions know only what is not
 * deleted.
 *
 * All can be updated: setting `deleted_at` to null restores the row, deleting it purges it.
 */
export const deletedGoals = pgView('deleted_goals').as(query =>
  query.select().from(goals).where(isNotNull(goals.deletedAt)),
)

/** The tasks in the trash; see `deletedGoals`. */
export const deletedTasks = pgView('deleted_tasks').as(query =>
  query.select().from(tasks).where(isNotNull(tasks.deletedAt)),
)

/** The key results in the trash; see `deletedGoals`. */
export const deletedKeyResults = pgView('deleted_key_results').as(query =>
  query.select().from(keyResults).where(isNotNull(keyResults.deletedAt)),
)
