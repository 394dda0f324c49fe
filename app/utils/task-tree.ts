import { maxTaskLevels } from '#shared/limits.ts'
import { byPosition } from './goal-order'
import { lastPosition, placeAt, type Place } from './placing'
import { isClosed, type TaskStatus } from './statuses'

/** The columns of a task that its tree uses. */
export interface TreeTask {
  id: string
  parent_id: string | null
  status: TaskStatus
  position: number
  created_at: string
}

/** One line of the tree of tasks. */
export interface TaskLine<T extends TreeTask> {
  task: T
  /** 1 for a task that is below no other. */
  level: number
  /** How many levels it and what is below it take up. */
  height: number
  /** The line of the task above. */
  above: TaskLine<T> | undefined
  /** The tasks next to it, itself included, in the order in which they are shown. */
  siblings: readonly T[]
  children: readonly T[]
}

/** Where a task goes. */
export interface Placement extends Place {
  parent_id: string | null
}

/** A step that a task can go in its tree. */
export type TaskStep = 'up' | 'down' | 'in' | 'out'

/**
 * The lines of the tree, each task after the one above it; open tasks come before closed ones. A
 * task that went away takes what is below it along, so tasks without the one above them are left
 * out.
 *
 * @param isWhole false when there may be more tasks than these: then none is left out
 */
export function taskLines<T extends TreeTask>(tasks: readonly T[], isWhole = true): TaskLine<T>[] {
  const ids = new Set(tasks.map(task => task.id))
  const below = new Map<string | null, T[]>()
  for (const task of tasks) {
    const isTop = task.parent_id === null || (!isWhole && !ids.has(task.parent_id))
    const key = isTop ? null : task.parent_id
    const siblings = below.get(key)
    if (siblings) siblings.push(task)
    else below.set(key, [task])
  }
  const inOrder = (key: string | null) =>
    (below.get(key) ?? []).toSorted(
      (a, b) => Number(isClosed(a.status)) - Number(isClosed(b.status)) || byPosition(a, b),
    )
  const lines: TaskLine<T>[] = []
  const walk = (parent: string | null, above: TaskLine<T> | undefined): number => {
    const siblings = inOrder(parent)
    let height = 0
    for (const task of siblings) {
      const line = {
        task,
        level: (above?.level ?? 0) + 1,
        height: 1,
        above,
        siblings,
        children: inOrder(task.id),
      }
      lines.push(line)
      line.height += walk(task.id, line)
      height = Math.max(height, line.height)
    }
    return height
  }
  walk(null, undefined)
  return lines
}

/** Where a step leads; `undefined` when there is no way. */
export function placementOf<T extends TreeTask>(
  line: TaskLine<T>,
  step: TaskStep,
  childrenOf: (id: string) => readonly T[],
): Placement | undefined {
  const { task, siblings, above } = line
  const index = siblings.findIndex(({ id }) => id === task.id)
  switch (step) {
    case 'in': {
      const parent = siblings[index - 1]
      if (!parent || line.level + line.height > maxTaskLevels) return undefined
      const children = childrenOf(parent.id)
      return { parent_id: parent.id, position: lastPosition(children), others: [] }
    }
    case 'out': {
      if (!above) return undefined
      const others = above.siblings
      const place = others.findIndex(({ id }) => id === above.task.id) + 1
      return { parent_id: above.task.parent_id, ...placeAt(task, others, place) }
    }
    default: {
      const neighbour = siblings[step === 'up' ? index - 1 : index + 1]
      if (!neighbour || isClosed(neighbour.status) !== isClosed(task.status)) return undefined
      const others = siblings.filter(({ id }) => id !== task.id)
      const place = others.indexOf(neighbour) + (step === 'up' ? 0 : 1)
      return { parent_id: task.parent_id, ...placeAt(task, others, place) }
    }
  }
}
