import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'

/** The invitations to a goal that wait for an answer, as its owners see them. */
export const goalInvitationsQuery = viewerGraphql(`
  query GoalInvitations($goal: uuid!, $limit: Int!) {
    invitations(where: { goal_id: { _eq: $goal }, status: { _eq: "pending" } }, order_by: [{ created_at: asc }, { id: asc }], limit: $limit) {
      id goal_id invitee role status expires_at
    }
  }
`)

/** An invitation that waits for an answer. */
export type Invitation = ResultOf<typeof goalInvitationsQuery>['invitations'][number]

/** The open invitations that reached the person who asks, the oldest first. */
export const receivedInvitationsQuery = viewerGraphql(`
  query ReceivedInvitations($limit: Int!) {
    received_invitations(order_by: [{ created_at: asc }, { id: asc }], limit: $limit) {
      id goal_id goal_title role inviter_name
    }
  }
`)

type Row = ResultOf<typeof receivedInvitationsQuery>['received_invitations'][number]

/**
 * An invitation that reached a person. The schema takes every column of a view for nullable; these
 * never are null.
 */
export type ReceivedInvitation = { [Column in keyof Row]: NonNullable<Row[Column]> }
