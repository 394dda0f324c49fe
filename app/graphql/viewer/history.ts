import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'

/** What has been changed of a goal and of what belongs to it, newest first. */
export const goalHistoryQuery = viewerGraphql(`
  query GoalHistory($goal: uuid!, $limit: Int!, $offset: Int!) {
    audit_log(where: { goal_id: { _eq: $goal } }, order_by: [{ seq: desc }], limit: $limit, offset: $offset) {
      id goal_id actor_id door action entity entity_id difference created_at
      actor { user_id goal_id name username }
    }
  }
`)

/** One change. */
export type HistoryRow = ResultOf<typeof goalHistoryQuery>['audit_log'][number]
