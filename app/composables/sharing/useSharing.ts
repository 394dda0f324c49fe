import type { MemberRole } from '#shared/enums.ts'
import type { GoalMember } from './useGoalMembers'
import type { Invitation, ReceivedInvitation } from './useInvitations'
import { useRefusal } from '../request/useRefusal'
import { useWrite, type Outcome } from '../request/useWrite'
import {
  answerInvitationMutation,
  changeRoleMutation,
  grantRoleMutation,
  inviteMutation,
  revokeInvitationMutation,
  revokeRoleMutation,
} from '~/graphql/member/sharing'
import { missing } from '~/utils/problems'
import { quoted, shorten } from '~/utils/text'

/** Changes who is a member of a goal, and of everything below it. */
export function useSharing() {
  const write = useWrite()
  const refuse = useRefusal()
  const toast = useToast()

  /** Gives a member a role on this very goal, in place of the one that was granted here. */
  async function setRole(member: GoalMember, role: MemberRole): Promise<void> {
    const variables = { goal: member.goal_id, user: member.user_id, role }
    const outcome = await (member.granted_role === null
      ? write({
          document: grantRoleMutation,
          variables,
          read: ({ insert_goal_grants_one: row }) => row ?? missing('member'),
        })
      : write({
          document: changeRoleMutation,
          variables,
          read: ({ update_goal_grants_by_pk: row }) => row ?? missing('member'),
        }))
    if (outcome.kind === 'refused')
      refuse(`The role of ${member.name} was not changed`, outcome.problem, () => setRole(member, role))
  }

  /** Takes away what was granted on this very goal; resolves to whether it is gone. */
  async function revoke(member: Pick<GoalMember, 'goal_id' | 'user_id'>): Promise<boolean> {
    const outcome = await write({
      document: revokeRoleMutation,
      variables: { goal: member.goal_id, user: member.user_id },
      read: ({ delete_goal_grants_by_pk: row }) => row ?? missing('member'),
    })
    if (outcome.kind === 'refused') refuse('Nothing was changed', outcome.problem, () => revoke(member))
    return outcome.kind === 'done'
  }

  /** Invites somebody by user name or e-mail address. A refusal is the form's to show. */
  function invite(goal: string, invitee: string, role: MemberRole): Promise<Outcome<unknown>> {
    return write({
      document: inviteMutation,
      variables: { goal, invitee, role },
      read: ({ insert_invitations_one: row }) => row ?? missing('goal'),
    })
  }

  /** Takes an open invitation back. */
  async function takeBack(invitation: Invitation): Promise<void> {
    const outcome = await write({
      document: revokeInvitationMutation,
      variables: { id: invitation.id },
      read: ({ update_invitations_by_pk: row }) => row ?? missing('invitation'),
    })
    if (outcome.kind === 'refused') refuse('The invitation was not taken back', outcome.problem)
  }

  /** Accepts or declines an invitation. */
  async function answer(
    invitation: ReceivedInvitation,
    status: 'accepted' | 'declined',
  ): Promise<void> {
    const outcome = await write({
      document: answerInvitationMutation,
      variables: { id: invitation.id, status },
      read: ({ update_received_invitations: rows }) =>
        rows?.affected_rows ? rows : missing('invitation'),
    })
    if (outcome.kind === 'refused')
      return refuse('The invitation was not answered', outcome.problem, () => answer(invitation, status))
    if (status === 'accepted') {
      toast.add({
        title: `You are a member of ${quoted(shorten(invitation.goal_title))}`,
        icon: 'i-lucide-users',
        actions: [{ label: 'Open it', color: 'neutral', variant: 'outline', to: `/goals/${invitation.goal_id}` }],
      })
    }
  }

  return { setRole, revoke, invite, takeBack, answer }
}
