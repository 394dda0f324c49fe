import { memberGraphql } from '../roles.ts'
import { checkInFields } from '../viewer/check-ins.ts'

/**
 * Adds a check-in to a goal; answers nothing when the caller has made one under the same
 * `client_key` before.
 */
export const createCheckInMutation = memberGraphql(
  `
  mutation CreateCheckIn($object: check_ins_insert_input!) {
    insert_check_ins_one(
      object: $object
      on_conflict: { constraint: check_ins_created_by_client_key_key, update_columns: [] }
    ) { ...CheckInFields }
  }
`,
  [checkInFields],
)

/** The check-in that a person has made under a key. */
export const createdCheckInQuery = memberGraphql(
  `
  query CreatedCheckIn($key: uuid!, $me: uuid!) {
    check_ins(where: { client_key: { _eq: $key }, created_by: { _eq: $me } }) { ...CheckInFields }
  }
`,
  [checkInFields],
)

/**
 * Changes the caller's own words of a check-in that has not changed since `$seen`, its `updated_at`;
 * finds nothing otherwise.
 */
export const updateUnchangedCheckInMutation = memberGraphql(
  `
  mutation UpdateUnchangedCheckIn($id: uuid!, $seen: timestamptz!, $set: check_ins_set_input!) {
    update_check_ins(where: { id: { _eq: $id }, updated_at: { _eq: $seen } }, _set: $set) {
      returning { ...CheckInFields }
    }
  }
`,
  [checkInFields],
)

/** A check-in as it is now. */
export const checkInRowQuery = memberGraphql(
  `
  query CheckInRow($id: uuid!) { check_ins_by_pk(id: $id) { ...CheckInFields } }
`,
  [checkInFields],
)

/** Deletes a check-in for good. */
export const deleteCheckInMutation = memberGraphql(`
  mutation DeleteCheckIn($id: uuid!) { delete_check_ins_by_pk(id: $id) { id goal_id } }
`)
