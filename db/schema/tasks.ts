import { isNotNull } from 'drizzle-orm'
import { date, index, pgTable, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { maxLengths, ranges } from '#shared/limits.ts'
import { categories } from './categories.ts'
import {
  calendarDay,
  clientKey,
  createdAt,
  finitePosition,
  generatedId,
  limitedText,
  moment,
  position,
  printableLine,
  requiredText,
  updatedAt,
  withinRange,
} from './columns.ts'
import { taskStatus } from './enums.ts'
import { goals } from './goals.ts'
import { users } from './users.ts'

/** Steps towards a goal. Access is inherited from the goal. */
export const tasks = pgTable(
  'tasks',
  {
    id: generatedId(),
    /**
     * Has no action on delete: `triggers/goals.purge.sql` moves the tasks to the owner's Inbox
     * first.
     */
    goalId: uuid('goal_id')
      .notNull()
      .references(() => goals.id),
    categoryId: uuid('category_id').references(() => categories.id, { onDelete: 'set null' }),
    title: text('title').notNull(),
    notes: text('notes').notNull().default(''),
    status: taskStatus('status').notNull().default('pending'),
    /** From 1, the most important, to 5. */
    priority: smallint('priority').notNull().default(3),
    dueDate: date('due_date'),
    position: position(),
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    clientKey: clientKey(),
    completedAt: moment('completed_at'),
    /** In the trash since then. */
    deletedAt: moment('deleted_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    requiredText('tasks_title_length', table.title, maxLengths.title),
    printableLine('tasks_title_printable', table.title),
    limitedText('tasks_notes_length', table.notes, maxLengths.text),
    withinRange('tasks_priority_range', table.priority, ranges.priority),
    calendarDay('tasks_due_date_range', table.dueDate),
    finitePosition('tasks_position_range', table.position),
    unique('tasks_created_by_client_key_key').on(table.createdBy, table.clientKey),
    index('tasks_goal_id_position_idx').on(table.goalId, table.position),
    index('tasks_category_id_idx').on(table.categoryId),
    index('tasks_due_date_idx').on(table.dueDate),
    index('tasks_deleted_at_idx').on(table.deletedAt).where(isNotNull(table.deletedAt)),
  ],
)
