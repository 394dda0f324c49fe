import { computed } from 'vue'
import type { TreeFilter } from '~/utils/goal-tree'
import { horizons, type Horizon } from '~/utils/horizons'
import { goalStatuses, type GoalStatus } from '~/utils/statuses'

/**
 * The tree's filter, kept in the URL: `?q=run&horizon=weekly,monthly&status=active`, or
 * `status=archived`. Unknown values are ignored.
 */
export function useGoalFilter() {
  const route = useRoute()
  const router = useRouter()

  const filter = computed<TreeFilter>(() => ({
    text: one(route.query.q),
    horizons: one(route.query.horizon)
      .split(',')
      .filter((value): value is Horizon => horizons.includes(value as Horizon)),
    statuses: one(route.query.status)
      .split(',')
      .filter((value): value is GoalStatus => value in goalStatuses),
    archived: one(route.query.status) === 'archived',
  }))

  function narrow(change: Partial<TreeFilter>): void {
    const { text, horizons, statuses, archived } = { ...filter.value, ...change }
    void router.replace({
      query: {
        q: text || undefined,
        horizon: horizons.join(',') || undefined,
        status: archived ? 'archived' : statuses.join(',') || undefined,
      },
    })
  }

  return { filter, narrow }
}

function one(value: unknown): string {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first : ''
}
