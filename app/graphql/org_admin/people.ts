import type { ResultOf } from 'gql.tada'
import { orgAdminGraphql } from '../roles.ts'

/**
 * A page of those who have ever signed in, with the number of their goals (neither the Inbox nor
 * the trash counts), and how many people there are in all.
 */
export const peopleQuery = orgAdminGraphql(`
  query People($limit: Int!, $offset: Int!) {
    users(order_by: [{ name: asc }, { id: asc }], limit: $limit, offset: $offset) {
      id username name email role is_active last_login_at created_at
      memberships_aggregate(where: { goal: { is_inbox: { _eq: false }, deleted_at: { _is_null: true } } }) { aggregate { count } }
    }
    everyone: users_aggregate { aggregate { count } }
    deactivated: users_aggregate(where: { is_active: { _eq: false } }) { aggregate { count } }
  }
`)

/** Lets a person in, or keeps them out from this moment. */
export const setActiveMutation = orgAdminGraphql(`
  mutation SetActive($id: uuid!, $active: Boolean!) {
    update_users_by_pk(pk_columns: { id: $id }, _set: { is_active: $active }) { id is_active }
  }
`)

/** One person in the list. */
export type Person = ResultOf<typeof peopleQuery>['users'][number]
