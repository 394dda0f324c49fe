import { usePagedQuery } from '../request/usePagedQuery'
import { goalSearchQuery } from '~/graphql/viewer/goals'
import type { TreeFilter } from '~/utils/goal-tree'
import { horizons } from '~/utils/horizons'
import { goalStatuses, type GoalStatus } from '~/utils/statuses'
import { containingWords } from '~/utils/text'

/**
 * Finds goals on the server, newest first: for people with more goals than the page holds. `more`
 * reads the next page.
 *
 * @param when asks nothing while this is false
 */
export function useGoalSearch(filter: () => TreeFilter, when?: () => boolean) {
  return usePagedQuery({
    document: goalSearchQuery,
    variables: () => {
      const { text, horizons: far, statuses, archived = false } = filter()
      return {
        title: containingWords(text),
        horizons: far.length > 0 ? [...far] : [...horizons],
        statuses: statuses.length > 0 ? [...statuses] : (Object.keys(goalStatuses) as GoalStatus[]),
        listed: !archived,
      }
    },
    pageSize: 100,
    rowsOf: ({ goals }) => goals,
    keyOf: ({ id }) => id,
    when,
  })
}
