import type { TreeGoal, TreeRow } from './goal-tree'
import { shownProgress, type ProgressGoal } from './progress'
import { goalStatuses } from './statuses'

/**
 * A line of the tree as WAI-ARIA's tree pattern describes it; its id is what
 * `aria-activedescendant` points at.
 */
export function treeItemAttributes(row: TreeRow<TreeGoal & ProgressGoal>, active: boolean) {
  const { id, title, status } = row.goal
  return {
    'id': `goal-${id}`,
    'data-row': id,
    'role': 'treeitem',
    'aria-level': row.level,
    'aria-setsize': row.setSize,
    'aria-posinset': row.position,
    'aria-selected': active,
    'aria-expanded': row.state === 'leaf' ? undefined : row.state === 'open',
    'aria-label': `${title}, ${goalStatuses[status].label}, ${shownProgress(row.goal)} %`,
  }
}

/** Whether a row of the page that carries this id (`data-row`) can be seen now. */
export function isRowInView(id: string): boolean {
  return [...document.querySelectorAll(`[data-row="${CSS.escape(id)}"]`)].some((row) => {
    const { top, bottom } = row.getBoundingClientRect()
    return bottom > 0 && top < window.innerHeight
  })
}
