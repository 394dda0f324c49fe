import type { HistoryAction } from '#shared/enums.ts'

/** What a goal's history tells of. */
export const historyEntities = [
  'goals',
  'tasks',
  'key_results',
  'check_ins',
  'task_dependencies',
] as const

/** One of {@link historyEntities}. */
export type HistoryEntity = (typeof historyEntities)[number]

/** Columns and their values, as JSON. */
export type Values = Readonly<Record<string, unknown>>

/**
 * One change of a goal or of what belongs to it. `before` and `after` have the columns that it
 * changed; both are undefined once what it says has been erased.
 */
export interface Change {
  readonly id: string
  readonly action: HistoryAction
  readonly entity: string
  readonly entityId: string | null
  readonly before: Values | undefined
  readonly after: Values | undefined
  readonly isErased: boolean
  readonly at: string
  /** The person's id; null when the server did it. */
  readonly actorId: string | null
  /** The person's name while they are a member of the goal. */
  readonly actorName: string | undefined
  readonly door: string | null
}

/** Reads the difference that a row of `audit_log` holds. */
export function differenceOf(difference: unknown): Pick<Change, 'before' | 'after' | 'isErased'> {
  const { old: before, new: after } = (difference ?? {}) as { old?: Values, new?: Values }
  return { before, after, isErased: difference === null || difference === undefined }
}
