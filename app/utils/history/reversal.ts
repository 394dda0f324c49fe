import type { Change, HistoryEntity, Values } from './change'

/** A table whose rows are changed in place. */
export type Revertible = 'goals' | 'tasks' | 'key_results' | 'check_ins'

/** A table whose rows go into the trash. */
export type Trashed = 'goals' | 'tasks' | 'key_results'

/**
 * The ordinary write that takes a change back. `where` names the row, and the values that it must
 * still have, so that nothing is lost that somebody has written since.
 */
export type Reversal =
  | {
    readonly kind: 'set'
    readonly entity: Revertible
    readonly where: Values
    readonly set: Values
  }
  | {
    readonly kind: 'trash' | 'restore'
    readonly entity: Trashed
    readonly id: string
  }
  | { readonly kind: 'withdraw', readonly id: string }
  | {
    readonly kind: 'link' | 'unlink'
    readonly task: string
    readonly dependsOn: string
  }

/** Columns that no write sets back. Whether a row is in the trash has its own reversals. */
const kept: ReadonlySet<string> = new Set(['is_inbox', 'deleted_at'])

const revertible: readonly string[] = ['goals', 'tasks', 'key_results', 'check_ins'] satisfies Revertible[]

/** How a change can be taken back, or undefined when it cannot. */
export function reversalOf(change: Change, goalId: string): Reversal | undefined {
  const { action, entity, entityId: id, before, after, isErased } = change
  if (!isHistoryEntity(entity) || id === null || isErased) return undefined
  switch (action) {
    case 'insert':
      return withoutRow(entity, id, after)
    case 'update':
      return entity === 'task_dependencies' || !before || !after
        ? undefined
        : unchanged(entity, id, before, after)
    case 'leave':
      return { kind: 'set', entity: 'tasks', where: { id: { _eq: id } }, set: { goal_id: goalId } }
    case 'delete':
      return entity === 'task_dependencies' ? linkOf('link', before) : undefined
    case 'arrive':
      return undefined
  }
}

/**
 * How a row gets back what it was right after a change, or undefined when it is that still, or cannot
 * be told.
 *
 * @param later all changes that came after it, newest first
 */
export function restorationOf(change: Change, later: readonly Change[]): Reversal | undefined {
  const { entity, entityId: id } = change
  if (!isHistoryEntity(entity) || entity === 'task_dependencies' || id === null) return undefined
  const updates = later
    .filter(one => one.entity === entity && one.entityId === id && one.action !== 'insert')
    .toReversed()
  if (updates.some(({ action, isErased }) => action !== 'update' || isErased)) return undefined
  const [version, current]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}]
  for (const { before = {}, after = {} } of updates) {
    for (const column of changedIn(after)) {
      if (!(column in version)) version[column] = before[column]
      current[column] = after[column]
    }
  }
  const other = Object.entries(version).filter(
    ([column, value]) => JSON.stringify(value) !== JSON.stringify(current[column]),
  )
  if (other.length === 0) return undefined
  const where = Object.fromEntries(other.map(([column]) => [column, equals(current[column])]))
  return { kind: 'set', entity, where: { id: { _eq: id }, ...where }, set: Object.fromEntries(other) }
}

function isHistoryEntity(entity: string): entity is HistoryEntity {
  return entity === 'task_dependencies' || revertible.includes(entity)
}

function withoutRow(entity: HistoryEntity, id: string, after: Values | undefined): Reversal | undefined {
  switch (entity) {
    case 'goals':
      return undefined
    case 'tasks':
    case 'key_results':
      return { kind: 'trash', entity, id }
    case 'check_ins':
      return { kind: 'withdraw', id }
    case 'task_dependencies':
      return linkOf('unlink', after)
  }
}

function unchanged(entity: Revertible, id: string, before: Values, after: Values): Reversal | undefined {
  if ('deleted_at' in after && entity !== 'check_ins') {
    return { kind: after.deleted_at === null ? 'trash' : 'restore', entity, id }
  }
  const columns = changedIn(after)
  if (columns.length === 0) return undefined
  const where = Object.fromEntries(columns.map(column => [column, equals(after[column])]))
  const set = Object.fromEntries(columns.map(column => [column, before[column]]))
  return { kind: 'set', entity, where: { id: { _eq: id }, ...where }, set }
}

function changedIn(values: Values): string[] {
  return Object.keys(values).filter(column => !kept.has(column))
}

function equals(value: unknown): Values {
  return value === null ? { _is_null: true } : { _eq: value }
}

function linkOf(kind: 'link' | 'unlink', ends: Values | undefined): Reversal | undefined {
  const { task_id: task, depends_on_id: dependsOn } = ends ?? {}
  return typeof task === 'string' && typeof dependsOn === 'string'
    ? { kind, task, dependsOn }
    : undefined
}
