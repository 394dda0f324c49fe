import { computed } from 'vue'
import { maxListRows } from '#shared/limits.ts'
import { maxFollowed, useOutlineChanges } from './useOutlineChanges'
import { usePagedQuery } from '../request/usePagedQuery'
import { useQueryState, type QueryState } from '../request/useQueryState'
import {
  goalCountQuery,
  goalOutlineQuery,
  goalQuery,
  inboxTitleQuery,
  type GoalDetail,
  type GoalSummary,
} from '~/graphql/viewer/goals'
import type { TaskLink } from '~/graphql/viewer/tasks'
import { useSessionStore } from '~/stores/session'
import { byPosition } from '~/utils/goal-order'
import type { Rest } from '~/utils/rest'

export type { GoalSummary }

/** Goals that are read at once; who has more can ask for the next. */
export const goalPageSize = maxListRows

/** All goals of a person as far as they are loaded. */
export interface GoalOutline {
  goals: GoalSummary[]
  inbox: { id: string, title: string } | undefined
  rest: Rest
}

/**
 * Every goal of the signed-in person, newest first, in pages of {@link goalPageSize}; `more` reads
 * the next page. Pages that were read once are read with the next visit, too.
 *
 * @param live follows what anyone changes
 */
export function useGoalOutline({ live = false } = {}) {
  const session = useSessionStore()
  const { state: memberships, more, retry } = usePagedQuery({
    document: goalOutlineQuery,
    variables: () => ({ me: session.user?.id ?? '' }),
    pageSize: goalPageSize,
    pageCount: useState('goal-outline-pages', () => 1),
    rowsOf: ({ user_goals: rows }) => rows,
    keyOf: row => row.goal_id,
    live: live && (({ user_goals: rows }) => rows.length <= maxFollowed),
    rereads: !live,
  })
  if (live) useOutlineChanges(() => memberships.value, retry)
  const loaded = computed((): QueryState<GoalOutline> => {
    if (memberships.value.kind !== 'ready') return memberships.value
    const { rows, rest } = memberships.value.data
    const goals = rows.flatMap(({ goal }) => (goal ? [goal] : []))
    const inbox = goals.find(goal => goal.is_inbox)
    return {
      ...memberships.value,
      data: { goals: goals.filter(goal => !goal.is_inbox), inbox, rest },
    }
  })
  const { state: inbox } = useQueryState({
    document: inboxTitleQuery,
    variables: () => ({ me: session.user?.id ?? '' }),
    select: ({ goals: [row] }) => row,
    // It is a person's oldest goal, and so the last of a long list.
    when: () => loaded.value.kind === 'ready' && isCut(loaded.value.data) && !loaded.value.data.inbox,
  })
  const state = computed((): QueryState<GoalOutline> => {
    if (loaded.value.kind !== 'ready' || inbox.value.kind !== 'ready') return loaded.value
    const { data } = loaded.value
    return { ...loaded.value, data: { ...data, inbox: data.inbox ?? inbox.value.data } }
  })
  return { state, more, retry }
}

/** True while there may be goals that are not loaded. */
export function isCut({ rest }: GoalOutline): boolean {
  return rest.kind !== 'none'
}

/** How many goals the signed-in person has; `undefined` until it is known. Asked only `when`. */
export function useGoalCount(when: () => boolean) {
  const session = useSessionStore()
  const { state } = useQueryState({
    document: goalCountQuery,
    variables: () => ({ me: session.user?.id ?? '' }),
    select: ({ user_goals_aggregate: all }) => all.aggregate?.count,
    live: true,
    when,
  })
  return computed(() => (state.value.kind === 'ready' ? state.value.data : undefined))
}

/** A step of the way up from a goal. */
export interface Ancestor {
  id: string
  title: string
}

/**
 * A goal's page. `mayWrite` is what the person's membership allows, whatever their role. `above` is
 * the id of the goal above the first of `ancestors` when the way up is longer than what was read.
 */
export interface GoalPage {
  goal: GoalDetail
  /** What the goal's tasks wait for. */
  links: TaskLink[]
  ancestors: Ancestor[]
  above: string | undefined
  mayWrite: boolean
}

/**
 * One goal; `undefined` when it does not exist or is not the person's to see: both look the same on
 * purpose.
 */
export function useGoal(id: () => string) {
  const session = useSessionStore()
  return useQueryState({
    document: goalQuery,
    variables: () => ({ id: id(), me: session.user?.id ?? '' }),
    select: ({ goals_by_pk: goal, task_dependencies: links }): GoalPage | undefined =>
      goal
        ? {
            goal: ordered(goal),
            links,
            ...wayUp(goal),
            mayWrite: session.canWrite && goal.members.some(({ role }) => role !== 'viewer'),
          }
        : undefined,
    live: true,
    onServer: (state) => {
      if (state.kind === 'ready' && !state.data)
        showError(createError({ statusCode: 404, statusMessage: 'This goal does not exist' }))
    },
  })
}

/** The goal's parts in their order, without those that have just been moved elsewhere. */
function ordered(goal: GoalDetail): GoalDetail {
  return {
    ...goal,
    children: goal.children.filter(child => child.parent_id === goal.id).sort(byPosition),
    healths: goal.healths.toSorted((one, other) => other.created_at.localeCompare(one.created_at)),
    key_results: goal.key_results.toSorted(byPosition),
    tasks: goal.tasks.filter(task => task.goal_id === goal.id).sort(byPosition),
  }
}

function wayUp(goal: GoalDetail): Pick<GoalPage, 'ancestors' | 'above'> {
  interface Step extends Ancestor {
    parent?: Step | null
    parent_id?: string | null
  }
  const ancestors: Ancestor[] = []
  let above: string | undefined
  for (let step = goal.parent as Step | null | undefined; step; step = step.parent) {
    ancestors.unshift({ id: step.id, title: step.title })
    above = step.parent_id ?? undefined
  }
  return { ancestors, above }
}
