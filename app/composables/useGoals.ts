import { useQueryState } from './useQueryState'
import { goalOutlineQuery, goalQuery, type GoalDetail, type GoalSummary } from '~/graphql/viewer/goals'
import { useSessionStore } from '~/stores/session'
import { byPosition } from '~/utils/goal-order'

export type { GoalSummary }

/** More goals than this are not drawn as one tree. */
export const mostGoals = 5000

/** Every goal of the signed-in person but the inbox, and whether there are more than the tree can hold. */
export function useGoalOutline() {
  const session = useSessionStore()
  return useQueryState({
    document: goalOutlineQuery,
    variables: () => ({ me: session.user?.id ?? '', limit: mostGoals }),
    select: ({ user_goals: memberships }): { goals: GoalSummary[], cut: boolean } => ({
      goals: memberships.flatMap(({ goal }) => goal && !goal.is_inbox ? [goal] : []),
      cut: memberships.length >= mostGoals,
    }),
  })
}

/** A step of the way up from a goal. */
export interface Ancestor { id: string, title: string }

/** A goal's page. `mayWrite` is what the person's membership allows, whatever their role. */
export interface GoalPage { goal: GoalDetail, ancestors: Ancestor[], mayWrite: boolean }

/** One goal; `undefined` when it does not exist or is not the person's to see: both look the same on purpose. */
export function useGoal(id: () => string) {
  const session = useSessionStore()
  return useQueryState({
    document: goalQuery,
    variables: () => ({ id: id(), me: session.user?.id ?? '' }),
    select: ({ goals_by_pk: goal }): GoalPage | undefined => goal
      ? { goal: ordered(goal), ancestors: ancestorsOf(goal), mayWrite: session.canWrite && goal.members.some(({ role }) => role !== 'viewer') }
      : undefined,
    followsWrites: true,
    onServer: (state) => {
      if (state.kind === 'ready' && !state.data) showError(createError({ statusCode: 404, statusMessage: 'This goal does not exist' }))
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

function ancestorsOf(goal: GoalDetail): Ancestor[] {
  const ancestors: Ancestor[] = []
  interface Step extends Ancestor { parent?: Step | null }
  for (let step = goal.parent as Step | null | undefined; step; step = step.parent) ancestors.unshift({ id: step.id, title: step.title })
  return ancestors
}
