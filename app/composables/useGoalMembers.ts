import { ref } from 'vue'
import { useQueryState } from './useQueryState'
import { goalMembersQuery, type GoalMember } from '~/graphql/viewer/members'

export type { GoalMember }

/** Members that are shown at once. */
const pageSize = 100

/** The members that have been read, and how many there are in all. */
export interface MemberList {
  members: GoalMember[]
  total: number
}

/** The members of a goal, its owner first; `more` reads the next page. */
export function useGoalMembers(goal: () => string) {
  const limit = ref(pageSize)
  const query = useQueryState({
    document: goalMembersQuery,
    variables: () => ({ goal: goal(), limit: limit.value }),
    select: ({ goal_members: members, goal_members_aggregate: all }): MemberList => ({
      members: members as GoalMember[],
      total: all.aggregate?.count ?? members.length,
    }),
  })
  const more = () => {
    limit.value += pageSize
  }
  return { ...query, more }
}
