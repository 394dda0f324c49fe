import type { AnyVariables } from '@urql/vue'
import { computed, ref, watchEffect } from 'vue'
import { maxListRows } from '#shared/limits.ts'
import { usePagedQuery, type PagedQueryOptions, type Part } from './usePagedQuery'
import { subGoalsQuery, type GoalSummary } from '~/graphql/viewer/goals'
import { goalTasksQuery, type Task } from '~/graphql/viewer/tasks'
import type { Rest } from '~/utils/rest'

/** The tasks of a goal; `nested` are those that came with it. */
export function useAllTasks(goal: () => string, nested: () => Task[]) {
  return useLongList(nested, {
    document: goalTasksQuery,
    variables: () => ({ goal: goal() }),
    rowsOf: ({ tasks }) => tasks,
  })
}

/** The goals right below a goal; `nested` are those that came with it. */
export function useAllSubGoals(parent: () => string, nested: () => GoalSummary[]) {
  return useLongList(nested, {
    document: subGoalsQuery,
    variables: () => ({ parent: parent() }),
    rowsOf: ({ goals }) => goals,
  })
}

/**
 * The rows that came with a row above, or pages of them when there are as many as a select
 * permission lets through: more of them may exist.
 */
function useLongList<Result, Variables extends AnyVariables & Part, Row extends { id: string }>(
  nested: () => Row[],
  query: Pick<PagedQueryOptions<Result, Variables, Row>, 'document' | 'variables' | 'rowsOf'>,
) {
  /** A list that was long stays in pages, though it may have become a little shorter. */
  const isLong = ref(false)
  watchEffect(() => {
    isLong.value ||= nested().length >= maxListRows
  }, { flush: 'sync' })
  const { state, more } = usePagedQuery({
    ...query,
    pageSize: maxListRows,
    keyOf: ({ id }) => id,
    live: true,
    when: () => isLong.value,
  })
  const paged = computed(() => (state.value.kind === 'ready' ? state.value.data : undefined))
  const rows = computed(() => paged.value?.rows ?? nested())
  const rest = computed((): Rest => paged.value?.rest ?? { kind: 'none' })
  /** How many there are, as far as that is known. */
  const amount = computed(() => {
    const read = rows.value.length.toLocaleString('en-GB')
    return rest.value.kind === 'none' ? read : `more than ${read}`
  })
  return { rows, rest, amount, more }
}
