// PostgreSQL's enums. Their order is that of `order_by`; a value can only be added.

/** The period that a goal is planned for, longest first. */
export const goalHorizons = ['yearly', 'quarterly', 'monthly', 'weekly'] as const

/** One of {@link goalHorizons}. */
export type GoalHorizon = (typeof goalHorizons)[number]

/** Where a goal stands. */
export const goalStatuses = ['active', 'completed', 'on_hold', 'cancelled'] as const

/** One of {@link goalStatuses}. */
export type GoalStatus = (typeof goalStatuses)[number]

/** Where a task stands. */
export const taskStatuses = [
  'pending',
  'in_progress',
  'completed',
  'blocked',
  'cancelled',
] as const

/** One of {@link taskStatuses}. */
export type TaskStatus = (typeof taskStatuses)[number]

/**
 * What a member may do with a goal: an owner everything, an editor all but purging it, a viewer
 * only read.
 */
export const memberRoles = ['owner', 'editor', 'viewer'] as const

/** One of {@link memberRoles}. */
export type MemberRole = (typeof memberRoles)[number]

/** What became of an invitation: its person accepts or declines, an owner of the goal revokes. */
export const invitationStatuses = ['pending', 'accepted', 'declined', 'revoked'] as const

/** How a key result is measured: by a figure that goes from a start to a target, or as done or not. */
export const keyResultKinds = ['number', 'milestone'] as const

/** One of {@link keyResultKinds}. */
export type KeyResultKind = (typeof keyResultKinds)[number]

/** How a goal is doing, as a check-in says. */
export const goalHealths = ['on_track', 'at_risk', 'off_track'] as const

/** One of {@link goalHealths}. */
export type GoalHealth = (typeof goalHealths)[number]

/**
 * What happened to a row that history tells of. A row that goes to another goal leaves the one and
 * arrives in the other.
 */
export const historyActions = ['insert', 'update', 'delete', 'leave', 'arrive'] as const

/** One of {@link historyActions}. */
export type HistoryAction = (typeof historyActions)[number]

/** The values of each enum, by its name in PostgreSQL and GraphQL. */
export const enums = {
  goal_horizon: goalHorizons,
  goal_status: goalStatuses,
  task_status: taskStatuses,
  member_role: memberRoles,
  invitation_status: invitationStatuses,
  key_result_kind: keyResultKinds,
  goal_health: goalHealths,
  history_action: historyActions,
} as const

/** Each enum as a GraphQL scalar: its values as texts. */
export type EnumScalars = { [Name in keyof typeof enums]: (typeof enums)[Name][number] }
