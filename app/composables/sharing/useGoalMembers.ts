import { computed } from 'vue'
import { usePagedQuery } from '../request/usePagedQuery'
import type { QueryState } from '../request/useQueryState'
import { goalMembersQuery, type GoalMember } from '~/graphql/viewer/members'
import type { Rest } from '~/utils/rest'

export type { GoalMember }

/** The members that have been read, and how many there are in all. */
export interface MemberList {
  members: GoalMember[]
  total: number
  rest: Rest
}

/** The members of a goal, its owner first; `more` reads the next page. */
export function useGoalMembers(goal: () => string) {
  const { state: pages, more, retry } = usePagedQuery({
    document: goalMembersQuery,
    variables: () => ({ goal: goal() }),
    pageSize: 100,
    rowsOf: ({ goal_members: members }) => members as GoalMember[],
    keyOf: member => member.user_id,
    live: true,
  })
  const state = computed((): QueryState<MemberList> => {
    if (pages.value.kind !== 'ready') return pages.value
    const { rows: members, first, rest } = pages.value.data
    const total = first.goal_members_aggregate.aggregate?.count ?? members.length
    return { ...pages.value, data: { members, total, rest } }
  })
  return { state, more, retry }
}
