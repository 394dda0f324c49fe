import type { Queryable } from '../../../support/rows.ts'

/** A part of a goal, or a goal as the part of another. */
export interface Part {
  readonly id: string
  readonly weight: number
  readonly deleted_at: string | null
}

/** A goal, as far as figures depend on it. */
export interface GoalRow extends Part {
  readonly parent_id: string | null
  readonly status: string
  readonly manual_progress: number
}

/** A task, as far as figures depend on it. */
export interface TaskRow extends Part {
  readonly goal_id: string
  readonly parent_id: string | null
  readonly status: string
}

/** A key result, as far as figures depend on it; its numbers as texts. */
export interface KeyResultRow extends Part {
  readonly goal_id: string
  readonly kind: string
  readonly start_value: string | null
  readonly current_value: string | null
  readonly target_value: string | null
  readonly is_done: boolean
}

/** The goals of some people with their parts, and what the database says of them. */
export interface Content {
  readonly goals: readonly GoalRow[]
  readonly tasks: readonly TaskRow[]
  readonly key_results: readonly KeyResultRow[]
  /** Progress by goal. */
  readonly figures: Readonly<Record<string, string>>
  /** Progress by goal, as recorded for the newest day. */
  readonly newest: Readonly<Record<string, string>>
}

/** Reads all goals that these people are members of, in one statement. */
export async function readContent(db: Queryable, people: readonly string[]): Promise<Content> {
  const rowsOf = (table: string, columns: string) =>
    `(select coalesce(json_agg(r), '[]') from (select ${columns} from ${table}) r)`
  const {
    rows: [row],
  } = await db.query<{ content: Content }>({
    name: 'content',
    text: `
      with ids as (select distinct goal_id as id from user_goals where user_id = any ($1::uuid[]))
      select json_build_object(
        'goals', ${rowsOf('goals join ids using (id)', 'id, weight, deleted_at, parent_id, status, manual_progress')},
        'tasks', ${rowsOf('tasks join ids on ids.id = goal_id', 'tasks.id, weight, deleted_at, goal_id, parent_id, status')},
        'key_results', ${rowsOf(
          'key_results join ids on ids.id = goal_id',
          `key_results.id, weight, deleted_at, goal_id, kind, is_done,
          start_value::text, current_value::text, target_value::text`,
        )},
        'figures', (select coalesce(json_object_agg(goal_id, progress::text), '{}') from goal_figures join ids on ids.id = goal_id),
        'newest', (select coalesce(json_object_agg(goal_id, progress::text), '{}') from (
          select distinct on (goal_id) goal_id, progress from goal_progress join ids on ids.id = goal_id order by goal_id, day desc
        ) latest)
      ) as content`,
    values: [people],
  })
  return row!.content
}
