import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'

/** A goal's members, as its other members see them. */
export const goalMembersQuery = viewerGraphql(`
  query GoalMembers($goal: uuid!) {
    goal_members(where: { goal_id: { _eq: $goal } }, order_by: [{ role: asc }, { name: asc }], limit: 200) {
      user_id goal_id role username name is_active
    }
  }
`)

type Row = ResultOf<typeof goalMembersQuery>['goal_members'][number]

/**
 * One member of a goal. The schema takes every column of a view for nullable; these never are null.
 */
export type GoalMember = { [Column in keyof Row]: NonNullable<Row[Column]> }
