import { isNotNull, sql } from 'drizzle-orm'
import {
  check,
  date,
  foreignKey,
  index,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { maxDecimals, maxJsonBytes, maxLengths, ranges } from '#shared/limits.ts'
import { categories } from './categories.ts'
import {
  calendarDay,
  clientKey,
  createdAt,
  exactNumber,
  exactWithin,
  finitePosition,
  generatedId,
  limitedJson,
  limitedText,
  moment,
  position,
  printableLine,
  requiredText,
  updatedAt,
  weight,
  withinRange,
} from './columns.ts'
import { taskStatus } from './enums.ts'
import { goals } from './goals.ts'
import { users } from './users.ts'

/** Steps towards a goal, which may have steps of their own. Access is inherited from the goal. */
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
    /**
     * A task of the same goal, which this one is a part of. Checked by `triggers/tasks.parent.sql`:
     * no cycles, at most five levels.
     */
    parentId: uuid('parent_id'),
    categoryId: uuid('category_id').references(() => categories.id, { onDelete: 'set null' }),
    title: text('title').notNull(),
    notes: text('notes').notNull().default(''),
    status: taskStatus('status').notNull().default('pending'),
    /** From 1, the most important, to 5. */
    priority: smallint('priority').notNull().default(3),
    dueDate: date('due_date'),
    /** Hours of work. */
    estimatedHours: exactNumber('estimated_hours'),
    /** Hours of work. */
    actualHours: exactNumber('actual_hours'),
    /** A list of texts; kept tidy by `triggers/tasks.tags.sql`. */
    tags: jsonb('tags').notNull().default([]),
    /** How much the task counts in its goal. */
    weight: weight(),
    /** When the next one is due once this is completed; its form is in `triggers/tasks.recurrence.sql`. */
    recurrence: jsonb('recurrence'),
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
    unique('tasks_id_goal_id_key').on(table.id, table.goalId),
    /** Keeps a task in the goal of the one above it: that one takes it along. */
    foreignKey({
      name: 'tasks_parent_id_goal_id_tasks_id_goal_id_fk',
      columns: [table.parentId, table.goalId],
      foreignColumns: [table.id, table.goalId],
    })
      .onDelete('cascade')
      .onUpdate('cascade'),
    requiredText('tasks_title_length', table.title, maxLengths.title),
    printableLine('tasks_title_printable', table.title),
    limitedText('tasks_notes_length', table.notes, maxLengths.text),
    withinRange('tasks_priority_range', table.priority, ranges.priority),
    calendarDay('tasks_due_date_range', table.dueDate),
    exactWithin('tasks_estimated_hours_range', table.estimatedHours, ranges.hours, maxDecimals.hours),
    exactWithin('tasks_actual_hours_range', table.actualHours, ranges.hours, maxDecimals.hours),
    withinRange('tasks_weight_range', table.weight, ranges.weight),
    check('tasks_tags_array', sql`jsonb_typeof(${table.tags}) = 'array'`),
    limitedJson('tasks_tags_size', table.tags, maxJsonBytes.tags),
    limitedJson('tasks_recurrence_size', table.recurrence, maxJsonBytes.recurrence),
    check('tasks_recurrence_object', sql`jsonb_typeof(${table.recurrence}) = 'object'`),
    finitePosition('tasks_position_range', table.position),
    unique('tasks_created_by_client_key_key').on(table.createdBy, table.clientKey),
    index('tasks_goal_id_position_idx').on(table.goalId, table.position),
    index('tasks_parent_id_goal_id_idx').on(table.parentId, table.goalId),
    index('tasks_tags_idx').using('gin', table.tags),
    index('tasks_category_id_idx').on(table.categoryId),
    index('tasks_due_date_idx').on(table.dueDate),
    index('tasks_deleted_at_idx').on(table.deletedAt).where(isNotNull(table.deletedAt)),
  ],
)
