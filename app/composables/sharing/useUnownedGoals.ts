import { computed } from 'vue'
import { usePagedQuery } from '../request/usePagedQuery'
import type { QueryState } from '../request/useQueryState'
import { useWrite, type Outcome } from '../request/useWrite'
import {
  handOverMutation,
  ownershipQuery,
  unownedGoalsQuery,
  type UnownedGoal,
} from '~/graphql/org_admin/unowned'
import { missing } from '~/utils/problems'
import type { Rest } from '~/utils/rest'

export type { UnownedGoal }

/** The goals without an owner that have been read, and how many there are in all. */
export interface UnownedList {
  goals: UnownedGoal[]
  total: number
  rest: Rest
}

/**
 * The goals that have no owner, and the way to give each one. `more` reads the next page. Asked in
 * role `org_admin`.
 */
export function useUnownedGoals() {
  const { state: pages, retry, more } = usePagedQuery({
    document: unownedGoalsQuery,
    variables: () => ({}),
    role: 'org_admin',
    pageSize: 50,
    rowsOf: ({ goals }) => goals,
    keyOf: ({ id }) => id,
  })
  const state = computed((): QueryState<UnownedList> => {
    if (pages.value.kind !== 'ready') return pages.value
    const { rows: goals, first, rest } = pages.value.data
    const total = first.goals_aggregate.aggregate?.count ?? goals.length
    return { ...pages.value, data: { goals, total, rest } }
  })
  const write = useWrite('org_admin')
  const { $graphql } = useNuxtApp()

  /**
   * Makes a person the owner. A refusal is the form's to show; it is none when an earlier attempt has
   * done it.
   */
  async function handOver(goal: string, user: string): Promise<Outcome<unknown>> {
    const outcome = await write({
      document: handOverMutation,
      variables: { goal, user },
      read: ({ insert_goal_grants_one: row }) => row ?? missing('goal'),
    })
    if (outcome.kind === 'done' || !(await isOwner(goal, user))) return outcome
    return { kind: 'done', value: undefined }
  }

  async function isOwner(goal: string, user: string): Promise<boolean> {
    const { data } = await $graphql('org_admin')
      .query(ownershipQuery, { goal, user }, { requestPolicy: 'network-only' })
      .toPromise()
    return (data?.user_goals.length ?? 0) > 0
  }

  return { state, retry, more, handOver }
}
