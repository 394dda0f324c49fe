import { memberGraphql } from '../roles.ts'

/**
 * Closes the period that a day lies in; answers nothing when the caller has closed one under the
 * same `client_key` before.
 */
export const closePeriodMutation = memberGraphql(`
  mutation ClosePeriod($object: period_closes_insert_input!) {
    insert_period_closes_one(
      object: $object
      on_conflict: { constraint: period_closes_user_id_client_key_key, update_columns: [] }
    ) { id }
  }
`)

/** The close that a person has made under a key. */
export const madeCloseQuery = memberGraphql(`
  query MadeClose($key: uuid!) { period_closes(where: { client_key: { _eq: $key } }) { id } }
`)
