import type { ResultOf, VariablesOf } from 'gql.tada'
import { memberGraphql } from '../roles.ts'
import { keyResultFields } from '../viewer/key-results.ts'

/**
 * Adds a key result to a goal; answers nothing when the caller has made one under the same
 * `client_key` before.
 */
export const createKeyResultMutation = memberGraphql(
  `
  mutation CreateKeyResult($object: key_results_insert_input!) {
    insert_key_results_one(
      object: $object
      on_conflict: { constraint: key_results_created_by_client_key_key, update_columns: [] }
    ) { ...KeyResultFields }
  }
`,
  [keyResultFields],
)

/** The key result that a person has made under a key; `trashed` when it is in the trash. */
export const createdKeyResultQuery = memberGraphql(
  `
  query CreatedKeyResult($key: uuid!, $me: uuid!) {
    key_results(where: { client_key: { _eq: $key }, created_by: { _eq: $me } }) { ...KeyResultFields }
    trashed: deleted_key_results(where: { client_key: { _eq: $key }, created_by: { _eq: $me } }) { id }
  }
`,
  [keyResultFields],
)

/** Changes the given fields of a key result. */
export const updateKeyResultMutation = memberGraphql(
  `
  mutation UpdateKeyResult($id: uuid!, $set: key_results_set_input!) {
    update_key_results_by_pk(pk_columns: { id: $id }, _set: $set) { ...KeyResultFields }
  }
`,
  [keyResultFields],
)

/**
 * Changes the given fields of a key result that has not changed since `$seen`, its `updated_at`;
 * finds nothing otherwise.
 */
export const updateUnchangedKeyResultMutation = memberGraphql(
  `
  mutation UpdateUnchangedKeyResult($id: uuid!, $seen: timestamptz!, $set: key_results_set_input!) {
    update_key_results(where: { id: { _eq: $id }, updated_at: { _eq: $seen } }, _set: $set) {
      returning { ...KeyResultFields }
    }
  }
`,
  [keyResultFields],
)

/** A key result as it is now. */
export const keyResultRowQuery = memberGraphql(
  `
  query KeyResultRow($id: uuid!) { key_results_by_pk(id: $id) { ...KeyResultFields } }
`,
  [keyResultFields],
)

/** Takes a key result out of the trash. */
export const restoreKeyResultMutation = memberGraphql(`
  mutation RestoreKeyResult($id: uuid!) {
    update_deleted_key_results(where: { id: { _eq: $id } }, _set: { deleted_at: null }) { affected_rows }
  }
`)

/** Deletes a key result that is in the trash, for good. */
export const deleteKeyResultMutation = memberGraphql(`
  mutation DeleteKeyResult($id: uuid!) {
    delete_deleted_key_results(where: { id: { _eq: $id } }) { affected_rows }
  }
`)

/** A page of the key results in the trash, last deleted first. */
export const deletedKeyResultsQuery = memberGraphql(`
  query DeletedKeyResults($limit: Int!, $offset: Int!) {
    deleted_key_results(order_by: [{ deleted_at: desc }, { id: asc }], limit: $limit, offset: $offset) {
      id title deleted_at goal { id title }
    }
  }
`)

/** The fields of a key result that can be changed. */
export type KeyResultChanges = VariablesOf<typeof updateKeyResultMutation>['set']

/** The key results in the trash. */
export type DeletedKeyResults = ResultOf<typeof deletedKeyResultsQuery>
