import { isNotNull, sql } from 'drizzle-orm'
import { boolean, check, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { maxDecimals, maxLengths, ranges } from '#shared/limits.ts'
import {
  clientKey,
  createdAt,
  exactNumber,
  exactWithin,
  finitePosition,
  generatedId,
  limitedText,
  moment,
  position,
  printableLine,
  requiredText,
  updatedAt,
  weight,
  withinRange,
} from './columns.ts'
import { keyResultKind } from './enums.ts'
import { goals } from './goals.ts'
import { users } from './users.ts'

/**
 * What shows that a goal is reached: a figure on its way from a start to a target, or a milestone.
 * A target below the start means that lower is better. Access is inherited from the goal.
 */
export const keyResults = pgTable(
  'key_results',
  {
    id: generatedId(),
    goalId: uuid('goal_id')
      .notNull()
      .references(() => goals.id, { onDelete: 'cascade' }),
    kind: keyResultKind('kind').notNull().default('number'),
    title: text('title').notNull(),
    /** Of a number; null of a milestone. */
    startValue: exactNumber('start_value'),
    /** Of a number; the start until something else is said. A check-in with a value sets it. */
    currentValue: exactNumber('current_value'),
    /** Of a number; never equal to the start. */
    targetValue: exactNumber('target_value'),
    /** Of a number, such as "km" or "%". */
    unit: text('unit').notNull().default(''),
    /** Of a milestone. */
    isDone: boolean('is_done').notNull().default(false),
    /** How much it counts in its goal. */
    weight: weight(),
    position: position(),
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    clientKey: clientKey(),
    /** In the trash since then. */
    deletedAt: moment('deleted_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    requiredText('key_results_title_length', table.title, maxLengths.title),
    printableLine('key_results_title_printable', table.title),
    limitedText('key_results_unit_length', table.unit, maxLengths.unit),
    check('key_results_unit_printable', sql`${table.unit} !~ '[\\u0001-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069]'`),
    exactWithin('key_results_start_value_range', table.startValue, ranges.measured, maxDecimals.measured),
    exactWithin('key_results_current_value_range', table.currentValue, ranges.measured, maxDecimals.measured),
    exactWithin('key_results_target_value_range', table.targetValue, ranges.measured, maxDecimals.measured),
    withinRange('key_results_weight_range', table.weight, ranges.weight),
    finitePosition('key_results_position_range', table.position),
    unique('key_results_created_by_client_key_key').on(table.createdBy, table.clientKey),
    index('key_results_goal_id_position_idx').on(table.goalId, table.position),
    index('key_results_deleted_at_idx').on(table.deletedAt).where(isNotNull(table.deletedAt)),
  ],
)
