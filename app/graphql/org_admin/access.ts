import type { ResultOf } from 'gql.tada'
import { orgAdminGraphql } from '../roles.ts'

/** The newest goals whose title holds some text, with their owners. */
export const findGoalsQuery = orgAdminGraphql(`
  query FindGoals($title: String!, $limit: Int!) {
    goals(where: { title: { _ilike: $title } }, order_by: [{ created_at: desc }], limit: $limit) {
      id title horizon deleted_at
      members(where: { role: { _eq: "owner" } }, limit: 1) { user_id goal_id name }
    }
  }
`)

/** The first people whose name or user name holds some text. */
export const findPeopleQuery = orgAdminGraphql(`
  query FindPeople($name: String!, $limit: Int!) {
    users(where: { _or: [{ name: { _ilike: $name } }, { username: { _ilike: $name } }] }, order_by: [{ name: asc }], limit: $limit) {
      id name username role is_active
    }
  }
`)

/** A goal that was found. */
export type FoundGoal = ResultOf<typeof findGoalsQuery>['goals'][number]

/** A person who was found. */
export type FoundPerson = ResultOf<typeof findPeopleQuery>['users'][number]
