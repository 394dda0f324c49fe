import { numeric, pgView, smallint, text, uuid } from 'drizzle-orm/pg-core'

/** What every goal is the sum of; `triggers/goals.parts.sql` makes it and says what a part is. */
export const goalParts = pgView('goal_parts', {
  goalId: uuid('goal_id'),
  /** `task`, `key_result` or `goal`, and so the table that `partId` is of. */
  kind: text('kind'),
  partId: uuid('part_id'),
  title: text('title'),
  weight: smallint('weight'),
  /** Of all that the goal's parts weigh, in per cent; null where nothing weighs anything. */
  share: numeric('share'),
  /** Per cent. */
  progress: numeric('progress', { precision: 5, scale: 2 }),
}).existing()
