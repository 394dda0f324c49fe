import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'
import { goalSummary } from './goals.ts'

/**
 * A page of one's own goals that closing a period would keep a record of, how many of them are open
 * and would move on, and when it was closed last.
 */
export const periodGoalsQuery = viewerGraphql(
  `
  query PeriodGoals($me: uuid!, $horizon: goal_horizon!, $first: date!, $last: date!, $limit: Int!, $offset: Int!) {
    goals(
      where: {
        memberships: { user_id: { _eq: $me }, role: { _eq: "owner" } }
        horizon: { _eq: $horizon }, target_date: { _gte: $first, _lte: $last }
        archived_at: { _is_null: true }, is_inbox: { _eq: false }
      }
      order_by: [{ target_date: asc }, { created_at: desc }, { id: asc }], limit: $limit, offset: $offset
    ) { ...GoalSummary }
    open: goals_aggregate(
      where: {
        memberships: { user_id: { _eq: $me }, role: { _eq: "owner" } }
        horizon: { _eq: $horizon }, target_date: { _gte: $first, _lte: $last }
        archived_at: { _is_null: true }, is_inbox: { _eq: false }, status: { _in: ["active", "on_hold"] }
      }
    ) { aggregate { count } }
    period_closes(
      where: { horizon: { _eq: $horizon }, starts_on: { _eq: $first } }
      order_by: [{ created_at: desc }], limit: 1
    ) { id created_at }
  }
`,
  [goalSummary],
)

/** A page of the periods that a person has closed, last closed first, with what became of their goals. */
export const periodClosesQuery = viewerGraphql(`
  query PeriodCloses($limit: Int!, $offset: Int!) {
    period_closes(order_by: [{ created_at: desc }, { id: asc }], limit: $limit, offset: $offset) {
      id horizon starts_on ends_on created_at
      goals(order_by: [{ is_carried: desc }, { title: asc }, { id: asc }]) {
        id title status progress is_carried goal { id }
      }
    }
  }
`)

/** A period that was closed. */
export type PeriodClose = ResultOf<typeof periodClosesQuery>['period_closes'][number]
