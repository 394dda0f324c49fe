import { index, pgTable, uuid } from 'drizzle-orm/pg-core'
import { createdAt, generatedId } from './columns.ts'
import { tasks } from './tasks.ts'
import { users } from './users.ts'

/**
 * Which task waits for which. A person sees it who sees both.
 *
 * `triggers/task_dependencies.allowed.sql` keeps it without cycles and without doubles; a unique key could
 * tell of what the one who links may not see.
 */
export const taskDependencies = pgTable(
  'task_dependencies',
  {
    id: generatedId(),
    /** The task that waits. */
    taskId: uuid('task_id')
      .notNull()
      .references(() => tasks.id, { onDelete: 'cascade' }),
    /** The task that must be done first. */
    dependsOnId: uuid('depends_on_id')
      .notNull()
      .references(() => tasks.id, { onDelete: 'cascade' }),
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  table => [
    index('task_dependencies_task_id_depends_on_id_idx').on(table.taskId, table.dependsOnId),
    index('task_dependencies_depends_on_id_idx').on(table.dependsOnId),
    index('task_dependencies_created_by_idx').on(table.createdBy),
  ],
)
