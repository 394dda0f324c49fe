import { computed } from 'vue'
import { usePagedQuery } from '../request/usePagedQuery'
import type { QueryState } from '../request/useQueryState'
import { useWrite, type Outcome } from '../request/useWrite'
import { closePeriodMutation, madeCloseQuery } from '~/graphql/member/periods'
import type { GoalSummary } from '~/graphql/viewer/goals'
import { periodClosesQuery, periodGoalsQuery, type PeriodClose } from '~/graphql/viewer/periods'
import { useSessionStore } from '~/stores/session'
import type { Period } from '~/utils/periods'
import { missing, problemOf } from '~/utils/problems'
import type { Rest } from '~/utils/rest'

export type { PeriodClose }

/** What closing a period would do. */
export interface PeriodGoals {
  goals: GoalSummary[]
  /** How many of the person's goals in it are open, and would move on. */
  open: number
  /** When the person last closed it (ISO 8601). */
  closedAt: string | undefined
  rest: Rest
}

/** One's own goals in a period; `more` reads the next page of them. */
export function usePeriodGoals(period: () => Period) {
  const session = useSessionStore()
  const { state: pages, more, retry } = usePagedQuery({
    document: periodGoalsQuery,
    variables: () => ({ me: session.user?.id ?? '', ...period() }),
    pageSize: 100,
    rowsOf: ({ goals }) => goals,
    keyOf: ({ id }) => id,
    live: true,
  })
  const state = computed((): QueryState<PeriodGoals> => {
    if (pages.value.kind !== 'ready') return pages.value
    const { rows: goals, first, rest } = pages.value.data
    const open = first.open.aggregate?.count ?? 0
    return {
      ...pages.value,
      data: { goals, open, closedAt: first.period_closes[0]?.created_at, rest },
    }
  })
  return { state, more, retry }
}

/** The periods that the signed-in person has closed, last closed first; `more` reads the next page. */
export function usePeriodCloses() {
  return usePagedQuery({
    document: periodClosesQuery,
    variables: () => ({}),
    pageSize: 10,
    rowsOf: ({ period_closes: rows }) => rows,
    keyOf: ({ id }) => id,
    live: true,
  })
}

/**
 * Closes a period, and gives the id of the record. Trying again under the same key closes it once. A
 * refusal is the form's to show.
 */
export function useClosePeriod() {
  const write = useWrite()
  const { $graphql } = useNuxtApp()

  async function findMade(key: string): Promise<Outcome<string>> {
    const { data, error } = await $graphql('member')
      .query(madeCloseQuery, { key }, { requestPolicy: 'network-only' })
      .toPromise()
    if (error) return { kind: 'refused', problem: problemOf(error) }
    const id = data?.period_closes[0]?.id
    return id ? { kind: 'done', value: id } : { kind: 'refused', problem: missing('period') }
  }

  return async ({ horizon, first }: Period, clientKey: string): Promise<Outcome<string>> => {
    const outcome = await write({
      document: closePeriodMutation,
      variables: { object: { horizon, starts_on: first, client_key: clientKey } },
      read: ({ insert_period_closes_one: row }) => row?.id,
    })
    if (outcome.kind === 'refused') return outcome
    return outcome.value ? { kind: 'done', value: outcome.value } : findMade(clientKey)
  }
}
