import { useQueryState } from '../request/useQueryState'
import {
  goalInvitationsQuery,
  receivedInvitationsQuery,
  type Invitation,
  type ReceivedInvitation,
} from '~/graphql/viewer/invitations'

export type { Invitation, ReceivedInvitation }

/** Invitations that are shown; further ones show up as these are answered. */
const mostShown = 100

/** The invitations to a goal that wait for an answer; its owners see them. */
export function useGoalInvitations(goal: () => string) {
  return useQueryState({
    document: goalInvitationsQuery,
    variables: () => ({ goal: goal(), limit: mostShown }),
    select: ({ invitations }): Invitation[] => invitations.filter(({ status }) => status === 'pending'),
    live: true,
  })
}

/** The invitations that wait for the signed-in person's answer. */
export function useReceivedInvitations() {
  return useQueryState({
    document: receivedInvitationsQuery,
    variables: { limit: mostShown },
    select: ({ received_invitations: rows }) => rows as ReceivedInvitation[],
    live: true,
  })
}
