import { byPosition } from './goal-order'
import { horizons, type Horizon } from './horizons'
import type { GoalStatus } from './statuses'

/** The columns of a goal that the tree uses. */
export interface TreeGoal {
  id: string
  parent_id: string | null
  title: string
  horizon: Horizon
  status: GoalStatus
  position: number
  created_at: string
}

/** A goal and its sub-goals. */
export interface TreeNode<G extends TreeGoal> {
  goal: G
  children: TreeNode<G>[]
}

/** One visible line of the tree. `level`, `setSize` and `position` count from 1, as ARIA does. */
export interface TreeRow<G extends TreeGoal> {
  goal: G
  level: number
  setSize: number
  position: number
  children: number
  state: 'leaf' | 'open' | 'closed'
  /** False for an ancestor that is shown only because something below it was found. */
  found: boolean
}

/** The filter of the tree. Empty lists and an empty text match everything. */
export interface TreeFilter {
  text: string
  horizons: readonly Horizon[]
  statuses: readonly GoalStatus[]
  /** Only what has been archived; without, only what has not. */
  archived?: boolean
}

/**
 * Builds the tree. A goal whose parent is not among the goals stands at the top; so does one goal
 * of a cycle, should the data ever hold one, so that no goal is lost.
 */
export function buildTree<G extends TreeGoal>(goals: readonly G[]): TreeNode<G>[] {
  const nodes = new Map<string, TreeNode<G>>(goals.map(goal => [goal.id, { goal, children: [] }]))
  const roots: TreeNode<G>[] = []
  for (const node of nodes.values()) {
    const parent = node.goal.parent_id ? nodes.get(node.goal.parent_id) : undefined
    if (parent && !leadsTo(parent, node.goal.id, nodes)) parent.children.push(node)
    else roots.push(node)
  }
  for (const node of nodes.values()) node.children.sort((a, b) => byPosition(a.goal, b.goal))
  return roots.sort((a, b) => far(b.goal) - far(a.goal) || byPosition(a.goal, b.goal))
}

/**
 * The lines to show: the open part of the tree or, with a filter, what was found together with the
 * way to it.
 */
export function visibleRows<G extends TreeGoal>(
  tree: readonly TreeNode<G>[],
  isOpen: (id: string) => boolean,
  filter: TreeFilter,
): TreeRow<G>[] {
  const rows: TreeRow<G>[] = []
  const narrowed = isNarrowed(filter)
  const kept = narrowed ? keep(tree, filter) : undefined
  const walk = (nodes: readonly TreeNode<G>[], level: number) => {
    const shown = kept ? nodes.filter(node => kept.has(node.goal.id)) : nodes
    shown.forEach((node, index) => {
      const children = kept ? node.children.filter(child => kept.has(child.goal.id)) : node.children
      const open = narrowed || isOpen(node.goal.id)
      const state = children.length === 0 ? 'leaf' : open ? 'open' : 'closed'
      rows.push({
        goal: node.goal,
        level,
        setSize: shown.length,
        position: index + 1,
        children: node.children.length,
        state,
        found: !kept || kept.get(node.goal.id) === true,
      })
      if (state === 'open') walk(children, level + 1)
    })
  }
  walk(tree, 1)
  return rows
}

/** Whether the filter lets through what is archived, or what is not. */
export function isListed(goal: { archived_at: string | null }, { archived = false }: TreeFilter): boolean {
  return (goal.archived_at !== null) === archived
}

/** True when the filter leaves out anything that is not archived. */
export function isNarrowed({ text, horizons, statuses, archived = false }: TreeFilter): boolean {
  return text.trim() !== '' || horizons.length > 0 || statuses.length > 0 || archived
}

/** The ids of the goal and of all goals below it: none of them can become its parent. */
export function familyOf<G extends TreeGoal>(goals: readonly G[], id: string): Set<string> {
  const family = new Set([id])
  for (let size = 0; size !== family.size;) {
    size = family.size
    for (const goal of goals) if (goal.parent_id && family.has(goal.parent_id)) family.add(goal.id)
  }
  return family
}

/** Ids of what was found (true) and of the goals above it (false). */
function keep<G extends TreeGoal>(
  tree: readonly TreeNode<G>[],
  filter: TreeFilter,
): Map<string, boolean> {
  const kept = new Map<string, boolean>()
  const words = filter.text.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const walk = (node: TreeNode<G>): boolean => {
    const below = node.children.map(walk).some(Boolean)
    const found = fits(node.goal, filter, words)
    if (found || below) kept.set(node.goal.id, found)
    return found || below
  }
  tree.forEach(walk)
  return kept
}

function fits(goal: TreeGoal, filter: TreeFilter, words: string[]): boolean {
  const title = goal.title.toLocaleLowerCase()
  return (
    words.every(word => title.includes(word))
    && (filter.horizons.length === 0 || filter.horizons.includes(goal.horizon))
    && (filter.statuses.length === 0 || filter.statuses.includes(goal.status))
  )
}

/** True when the way up from `node` reaches the goal `id`. */
function leadsTo<G extends TreeGoal>(
  node: TreeNode<G>,
  id: string,
  nodes: Map<string, TreeNode<G>>,
): boolean {
  const seen = new Set<string>()
  for (
    let at: TreeNode<G> | undefined = node;
    at && !seen.has(at.goal.id);
    at = at.goal.parent_id ? nodes.get(at.goal.parent_id) : undefined
  ) {
    if (at.goal.id === id) return true
    seen.add(at.goal.id)
  }
  return false
}

function far(goal: TreeGoal): number {
  return horizons.indexOf(goal.horizon)
}
