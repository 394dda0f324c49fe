import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'

/** A check-in, with the key result that it gave a value. */
export const checkInFields = viewerGraphql(`
  fragment CheckInFields on check_ins {
    id goal_id note health key_result_id value created_by created_at updated_at
    key_result { id title unit }
  }
`)

/** A page of check-ins, newest first, how many there are, and the names of those who may write them. */
export const checkInsQuery = viewerGraphql(
  `
  query CheckIns($goal: uuid!, $limit: Int!, $offset: Int!, $members: Int!) {
    check_ins(where: { goal_id: { _eq: $goal } }, order_by: [{ created_at: desc }, { id: asc }], limit: $limit, offset: $offset) {
      ...CheckInFields
    }
    check_ins_aggregate(where: { goal_id: { _eq: $goal } }) { aggregate { count } }
    goal_members(where: { goal_id: { _eq: $goal } }, order_by: [{ role: asc }, { name: asc }], limit: $members) {
      user_id goal_id name
    }
  }
`,
  [checkInFields],
)

/** A check-in. */
export type CheckIn = ResultOf<typeof checkInFields>
