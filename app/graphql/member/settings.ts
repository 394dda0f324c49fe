import type { VariablesOf } from 'gql.tada'
import { memberGraphql } from '../roles.ts'

/** The language and the time zone of a person: empty where they have chosen none. */
export const preferencesQuery = memberGraphql(`
  query Preferences($me: uuid!) { users_by_pk(id: $me) { id locale time_zone } }
`)

/** Changes the person's own language or time zone. */
export const preferMutation = memberGraphql(`
  mutation Prefer($me: uuid!, $set: users_set_input!) {
    update_users_by_pk(pk_columns: { id: $me }, _set: $set) { id locale time_zone }
  }
`)

/** What can be changed of them. */
export type PreferenceChanges = VariablesOf<typeof preferMutation>['set']
