import { onMounted, ref } from 'vue'
import { useQueryState } from '../request/useQueryState'
import { goalProgressQuery, type DayProgress } from '~/graphql/viewer/progress'
import type { Day } from '~/utils/days'

/**
 * How far a goal was on each day since one on which that changed, oldest first, from the last such
 * day before it on. Asked for after the first view.
 */
export function useGoalProgress(goal: () => string, since: () => Day) {
  const isMounted = ref(false)
  onMounted(() => (isMounted.value = true))
  return useQueryState({
    document: goalProgressQuery,
    variables: () => ({ goal: goal(), since: since() }),
    when: () => isMounted.value,
    live: true,
    select: ({ before, goal_progress: rows }): DayProgress[] =>
      [...before, ...rows].sort((one, other) => one.day.localeCompare(other.day)),
  })
}
