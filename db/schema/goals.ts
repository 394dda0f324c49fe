import { isNotNull, sql } from 'drizzle-orm'
import { boolean, date, foreignKey, index, pgTable, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { calendarDay, createdAt, generatedId, limitedText, moment, position, requiredText, updatedAt, withinRange } from './columns.ts'
import { goalHorizon, goalStatus } from './enums.ts'
import { users } from './users.ts'

/** Goals, a tree by `parent_id`. Who may see one is said by `user_goals` alone. */
export const goals = pgTable('goals', {
  id: generatedId(),
  /** Checked by `triggers/goals.parent.sql`: no cycles, and only below a goal that the acting person may edit. */
  parentId: uuid('parent_id'),
  horizon: goalHorizon('horizon').notNull(),
  status: goalStatus('status').notNull().default('active'),
  title: text('title').notNull(),
  description: text('description').notNull().default(''),
  successCriteria: text('success_criteria').notNull().default(''),
  targetDate: date('target_date'),
  /** Per cent. */
  progress: smallint('progress').notNull().default(0),
  position: position(),
  /** Marks the one goal of a person that keeps tasks without a goal; it can be neither deleted, completed nor nested. */
  isInbox: boolean('is_inbox').notNull().default(false),
  /** Becomes the goal's first owner by `triggers/goals.owner.sql`; says nothing about access afterwards. */
  createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
  completedAt: moment('completed_at'),
  /** In the trash since then. */
  deletedAt: moment('deleted_at'),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
}, table => [
  foreignKey({ name: 'goals_parent_id_goals_id_fk', columns: [table.parentId], foreignColumns: [table.id] }).onDelete('set null'),
  requiredText('goals_title_length', table.title, 500),
  limitedText('goals_description_length', table.description, 20_000),
  limitedText('goals_success_criteria_length', table.successCriteria, 20_000),
  calendarDay('goals_target_date_range', table.targetDate),
  withinRange('goals_progress_range', table.progress, 0, 100),
  index('goals_parent_id_position_idx').on(table.parentId, table.position),
  index('goals_horizon_status_idx').on(table.horizon, table.status),
  index('goals_target_date_idx').on(table.targetDate),
  index('goals_created_by_idx').on(table.createdBy),
  index('goals_deleted_at_idx').on(table.deletedAt).where(isNotNull(table.deletedAt)),
  uniqueIndex('goals_inbox_key').on(table.createdBy).where(sql`${table.isInbox}`),
])
