import { memberGraphql } from '../roles.ts'

/** Gives a member from above a role on this very goal. */
export const grantRoleMutation = memberGraphql(`
  mutation GrantRole($goal: uuid!, $user: uuid!, $role: member_role!) {
    insert_goal_grants_one(object: { goal_id: $goal, user_id: $user, role: $role }) { goal_id user_id role }
  }
`)

/** Changes the role that was granted on this very goal. */
export const changeRoleMutation = memberGraphql(`
  mutation ChangeRole($goal: uuid!, $user: uuid!, $role: member_role!) {
    update_goal_grants_by_pk(pk_columns: { goal_id: $goal, user_id: $user }, _set: { role: $role }) { goal_id user_id role }
  }
`)

/** Takes the role away that was granted on this very goal; one's own is to leave. */
export const revokeRoleMutation = memberGraphql(`
  mutation RevokeRole($goal: uuid!, $user: uuid!) {
    delete_goal_grants_by_pk(goal_id: $goal, user_id: $user) { goal_id user_id }
  }
`)

/** Invites somebody by user name or e-mail address. */
export const inviteMutation = memberGraphql(`
  mutation Invite($goal: uuid!, $invitee: String!, $role: member_role!) {
    insert_invitations_one(object: { goal_id: $goal, invitee: $invitee, role: $role }) {
      id goal_id invitee role status expires_at
    }
  }
`)

/** Takes an open invitation back. */
export const revokeInvitationMutation = memberGraphql(`
  mutation RevokeInvitation($id: uuid!) {
    update_invitations_by_pk(pk_columns: { id: $id }, _set: { status: "revoked" }) { id status }
  }
`)

/** Accepts or declines an invitation that reached the person who asks. */
export const answerInvitationMutation = memberGraphql(`
  mutation AnswerInvitation($id: uuid!, $status: invitation_status!) {
    update_received_invitations(where: { id: { _eq: $id } }, _set: { status: $status }) { affected_rows }
  }
`)
