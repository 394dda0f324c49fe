import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'

/** How far a goal was on each day since `$since` on which that changed, and on the last one before. */
export const goalProgressQuery = viewerGraphql(`
  query GoalProgress($goal: uuid!, $since: date!) {
    goal_progress(where: { goal_id: { _eq: $goal }, day: { _gte: $since } }, order_by: [{ day: asc }]) {
      goal_id day progress
    }
    before: goal_progress(where: { goal_id: { _eq: $goal }, day: { _lt: $since } }, order_by: [{ day: desc }], limit: 1) {
      goal_id day progress
    }
  }
`)

/** How far a goal was at the end of a day (in UTC). */
export type DayProgress = ResultOf<typeof goalProgressQuery>['goal_progress'][number]
