import { isNotNull, sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { maxJsonBytes, maxLengths, ranges } from '#shared/limits.ts'
import { categories } from './categories.ts'
import {
  calendarDay,
  clientKey,
  createdAt,
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
import { goalHorizon, goalStatus } from './enums.ts'
import { users } from './users.ts'

/** Goals, a tree by `parent_id`. Who may see one is said by `user_goals` alone. */
export const goals = pgTable(
  'goals',
  {
    id: generatedId(),
    /**
     * Checked by `triggers/goals.parent.sql`: no cycles, and only below a goal that the acting
     * person may edit.
     */
    parentId: uuid('parent_id'),
    horizon: goalHorizon('horizon').notNull(),
    status: goalStatus('status').notNull().default('active'),
    title: text('title').notNull(),
    description: text('description').notNull().default(''),
    successCriteria: text('success_criteria').notNull().default(''),
    targetDate: date('target_date'),
    /** How much the goal counts in its parent. */
    weight: weight(),
    /** Figures of the people's own making, by name. */
    metrics: jsonb('metrics').notNull().default({}),
    categoryId: uuid('category_id').references(() => categories.id, { onDelete: 'set null' }),
    /**
     * Per cent, for clients of the release before: they write it as `manualProgress`, and read in it 100
     * while the goal is completed. Kept by `triggers/goals.progress.sql`; what a goal shows is in
     * `goal_figures`.
     */
    progress: smallint('progress').notNull().default(0),
    /**
     * Per cent, as a person last said. Shown while the goal has no parts and is not completed.
     */
    manualProgress: smallint('manual_progress').notNull().default(0),
    position: position(),
    /**
     * Marks the one goal of a person that keeps tasks without a goal; it can be neither deleted,
     * completed nor nested.
     */
    isInbox: boolean('is_inbox').notNull().default(false),
    /**
     * Becomes the goal's first owner by `triggers/goals.owner.sql`; says nothing about access
     * afterwards.
     */
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    clientKey: clientKey(),
    completedAt: moment('completed_at'),
    /** Left out of lists since then; counted as before. */
    archivedAt: moment('archived_at'),
    /** In the trash since then. */
    deletedAt: moment('deleted_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    foreignKey({
      name: 'goals_parent_id_goals_id_fk',
      columns: [table.parentId],
      foreignColumns: [table.id],
    }).onDelete('set null'),
    requiredText('goals_title_length', table.title, maxLengths.title),
    printableLine('goals_title_printable', table.title),
    limitedText('goals_description_length', table.description, maxLengths.text),
    limitedText('goals_success_criteria_length', table.successCriteria, maxLengths.text),
    calendarDay('goals_target_date_range', table.targetDate),
    check(
      'goals_progress_range',
      sql`${table.progress} between 0 and 100 and ${table.manualProgress} between 0 and 100`,
    ),
    withinRange('goals_weight_range', table.weight, ranges.weight),
    check('goals_metrics_object', sql`jsonb_typeof(${table.metrics}) = 'object'`),
    limitedJson('goals_metrics_size', table.metrics, maxJsonBytes.metrics),
    finitePosition('goals_position_range', table.position),
    unique('goals_created_by_client_key_key').on(table.createdBy, table.clientKey),
    index('goals_parent_id_position_idx').on(table.parentId, table.position),
    index('goals_category_id_idx').on(table.categoryId),
    index('goals_horizon_status_idx').on(table.horizon, table.status),
    index('goals_target_date_idx').on(table.targetDate),
    index('goals_deleted_at_idx').on(table.deletedAt).where(isNotNull(table.deletedAt)),
    uniqueIndex('goals_inbox_key')
      .on(table.createdBy)
      .where(sql`${table.isInbox}`),
  ],
)
