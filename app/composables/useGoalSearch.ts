import { ref } from 'vue'
import { useQueryState } from './useQueryState'
import { goalSearchQuery, type FoundGoal } from '~/graphql/viewer/goals'
import type { TreeFilter } from '~/utils/goal-tree'
import { horizons } from '~/utils/horizons'
import { goalStatuses, type GoalStatus } from '~/utils/statuses'
import { containingWords } from '~/utils/text'

/** Goals that are shown at once. */
const pageSize = 100

/**
 * Searches titles on the server: for people with more goals than the page holds. Asks nothing
 * without a text. `more` reads the next page while `cut` says that there may be one.
 */
export function useGoalSearch(filter: () => TreeFilter, when: () => boolean = () => true) {
  const limit = ref(pageSize)
  const query = useQueryState({
    document: goalSearchQuery,
    variables: () => {
      const { text, horizons: far, statuses } = filter()
      return {
        title: containingWords(text),
        horizons: far.length > 0 ? [...far] : [...horizons],
        statuses: statuses.length > 0 ? [...statuses] : (Object.keys(goalStatuses) as GoalStatus[]),
        limit: limit.value,
      }
    },
    when: () => when() && filter().text.trim() !== '',
    select: ({ goals }): { goals: FoundGoal[], cut: boolean } => ({
      goals,
      cut: goals.length >= limit.value,
    }),
  })
  return {
    ...query,
    more: () => {
      limit.value += pageSize
    },
  }
}
