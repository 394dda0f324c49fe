import type { ResultOf } from 'gql.tada'
import { orgAdminGraphql } from '../roles.ts'

/** A page of the goals that have no owner, the oldest first, and how many there are in all. */
export const unownedGoalsQuery = orgAdminGraphql(`
  query UnownedGoals($limit: Int!, $offset: Int!) {
    goals(
      where: { is_inbox: { _eq: false }, _not: { memberships: { role: { _eq: "owner" } } } }
      order_by: [{ created_at: asc }, { id: asc }], limit: $limit, offset: $offset
    ) { id title horizon created_at deleted_at parent { id title } }
    goals_aggregate(where: { is_inbox: { _eq: false }, _not: { memberships: { role: { _eq: "owner" } } } }) {
      aggregate { count }
    }
  }
`)

/** Makes a person the owner of a goal that has none. */
export const handOverMutation = orgAdminGraphql(`
  mutation HandOver($goal: uuid!, $user: uuid!) {
    insert_goal_grants_one(object: { goal_id: $goal, user_id: $user }) { goal_id user_id }
  }
`)

/** Whether a person owns a goal. */
export const ownershipQuery = orgAdminGraphql(`
  query Ownership($goal: uuid!, $user: uuid!) {
    user_goals(where: { goal_id: { _eq: $goal }, user_id: { _eq: $user }, role: { _eq: "owner" } }) { user_id goal_id }
  }
`)

/** A goal without an owner. */
export type UnownedGoal = ResultOf<typeof unownedGoalsQuery>['goals'][number]
