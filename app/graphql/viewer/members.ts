import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'

/** A page of a goal's members, as its other members see them, and how many there are in all. */
export const goalMembersQuery = viewerGraphql(`
  query GoalMembers($goal: uuid!, $limit: Int!, $offset: Int!) {
    goal_members(where: { goal_id: { _eq: $goal } }, order_by: [{ role: asc }, { name: asc }, { user_id: asc }], limit: $limit, offset: $offset) {
      user_id goal_id role granted_role username name is_active
    }
    goal_members_aggregate(where: { goal_id: { _eq: $goal } }) { aggregate { count } }
  }
`)

/** The members of some goals, with what was granted on each itself. */
export const membersOfGoalsQuery = viewerGraphql(`
  query MembersOfGoals($goals: [uuid!]!) {
    goal_members(where: { goal_id: { _in: $goals } }, order_by: [{ name: asc }, { user_id: asc }]) {
      user_id goal_id name role granted_role
    }
  }
`)

type Row = ResultOf<typeof goalMembersQuery>['goal_members'][number]

/**
 * One member of a goal. The schema takes every column of a view for nullable; of these only the role
 * that was granted on the goal itself may be null.
 */
export type GoalMember = { [Column in Exclude<keyof Row, 'granted_role'>]: NonNullable<Row[Column]> }
  & Pick<Row, 'granted_role'>
