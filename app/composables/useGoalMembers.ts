import { useQueryState } from './useQueryState'
import { goalMembersQuery, type GoalMember } from '~/graphql/viewer/members'

export type { GoalMember }

/** Everybody who is a member of a goal, its owner first. */
export function useGoalMembers(goal: () => string) {
  return useQueryState({
    document: goalMembersQuery,
    variables: () => ({ goal: goal() }),
    select: ({ goal_members: members }): GoalMember[] => members as GoalMember[],
  })
}
