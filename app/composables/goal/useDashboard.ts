import { computed } from 'vue'
import { useQueryState } from '../request/useQueryState'
import { useToday } from '../page/useToday'
import { dashboardQuery, type DashboardResult } from '~/graphql/viewer/goals'
import { addDays } from '~/utils/days'
import { byDue } from '~/utils/goal-order'
import { horizons, type Horizon } from '~/utils/horizons'
import { wholePercent } from '~/utils/progress'
import type { GoalStatus } from '~/utils/statuses'

/** A goal on the dashboard. */
export type DashboardGoal = DashboardResult['weekly'][number]

/** A task on the dashboard. */
export type DashboardTask = DashboardResult['due_tasks'][number]

/** One horizon: its nearest goals, and how many are open in all. */
export interface HorizonGroup {
  horizon: Horizon
  goals: DashboardGoal[]
  open: number
}

/** The first view. `progress` is the average over active and completed goals, 0 to 100. */
export interface Dashboard {
  counts: Record<GoalStatus, number>
  progress: number
  groups: HorizonGroup[]
  dueGoals: DashboardGoal[]
  dueTasks: DashboardTask[]
}

/** The dashboard's figures and lists; due is what falls within the next seven days or is late. */
export function useDashboard() {
  const { today } = useToday()
  return useQueryState({
    document: dashboardQuery,
    variables: computed(() => ({ soon: addDays(today.value, 7) })),
    select: toDashboard,
    live: true,
  })
}

function toDashboard(result: DashboardResult): Dashboard {
  const counted = (of: { aggregate: { count: number } | null }) => of.aggregate?.count ?? 0
  return {
    counts: {
      active: counted(result.active),
      completed: counted(result.completed),
      on_hold: counted(result.on_hold),
      cancelled: counted(result.cancelled),
    },
    progress: wholePercent(result.overall.aggregate?.avg?.progress ?? 0),
    groups: horizons.map(horizon => ({
      horizon,
      goals: result[horizon].toSorted(byDue),
      open: counted(result[`${horizon}_open`]),
    })),
    dueGoals: result.due_goals.toSorted(byDue),
    dueTasks: result.due_tasks.filter(({ goal }) => !goal?.archived_at).toSorted(byDue),
  }
}
