import { maxListRows } from '#shared/limits.ts'
import { useQueryState } from './useQueryState'
import {
  goalOutlineQuery,
  goalQuery,
  type GoalDetail,
  type GoalSummary,
} from '~/graphql/viewer/goals'
import { useSessionStore } from '~/stores/session'
import { byPosition } from '~/utils/goal-order'

export type { GoalSummary }

/** Goals that are read at once; who has more can ask for the next. */
export const goalPageSize = maxListRows

/** All goals of a person as far as they are loaded. `cut`: there may be more. */
export interface GoalOutline {
  goals: GoalSummary[]
  inbox: GoalSummary | undefined
  cut: boolean
}

/**
 * Every goal of the signed-in person, newest first, in pages of {@link goalPageSize}; `more` reads
 * the next page.
 *
 * @param live follows what anyone changes
 */
export function useGoalOutline({ live = false } = {}) {
  const session = useSessionStore()
  const limit = useState('goal-outline-limit', () => goalPageSize)
  const query = useQueryState({
    document: goalOutlineQuery,
    variables: () => ({ me: session.user?.id ?? '', limit: limit.value }),
    select: ({ user_goals: memberships }): GoalOutline => {
      const goals = memberships.flatMap(({ goal }) => (goal ? [goal] : []))
      return {
        goals: goals.filter(goal => !goal.is_inbox),
        inbox: goals.find(goal => goal.is_inbox),
        cut: memberships.length >= limit.value,
      }
    },
    live,
  })
  return {
    ...query,
    more: () => {
      limit.value += goalPageSize
    },
  }
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
    select: ({ goals_by_pk: goal }): GoalPage | undefined =>
      goal
        ? {
            goal: ordered(goal),
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

/** Sub-goals and tasks in their order, without those that have just been moved elsewhere. */
function ordered(goal: GoalDetail): GoalDetail {
  return {
    ...goal,
    children: goal.children.filter(child => child.parent_id === goal.id).sort(byPosition),
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
