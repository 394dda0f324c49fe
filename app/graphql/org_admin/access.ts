import type { ResultOf } from 'gql.tada'
import { orgAdminGraphql } from '../roles.ts'

/** Goals whose title holds some text, with their owners. */
export const findGoalsQuery = orgAdminGraphql(`
  query FindGoals($title: String!) {
    goals(where: { title: { _ilike: $title } }, order_by: [{ created_at: desc }], limit: 8) {
      id title horizon deleted_at
      members(where: { role: { _eq: "owner" } }, limit: 1) { user_id goal_id name }
    }
  }
`)

/** People whose name or user name holds some text. */
export const findPeopleQuery = orgAdminGraphql(`
  query FindPeople($name: String!) {
    users(where: { _or: [{ name: { _ilike: $name } }, { username: { _ilike: $name } }] }, order_by: [{ name: asc }], limit: 8) {
      id name username role is_active
    }
  }
`)

/** A goal that was found. */
export type FoundGoal = ResultOf<typeof findGoalsQuery>['goals'][number]

/** A person who was found. */
export type FoundPerson = ResultOf<typeof findPeopleQuery>['users'][number]
