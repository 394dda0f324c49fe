import { pgEnum } from 'drizzle-orm/pg-core'
import {
  goalHealths,
  goalHorizons,
  goalStatuses,
  historyActions,
  invitationStatuses,
  keyResultKinds,
  memberRoles,
  taskStatuses,
} from '#shared/enums.ts'

/** {@link goalHorizons} as a type of PostgreSQL. */
export const goalHorizon = pgEnum('goal_horizon', goalHorizons)

/** {@link goalStatuses} as a type of PostgreSQL. */
export const goalStatus = pgEnum('goal_status', goalStatuses)

/** {@link taskStatuses} as a type of PostgreSQL. */
export const taskStatus = pgEnum('task_status', taskStatuses)

/** {@link memberRoles} as a type of PostgreSQL. */
export const memberRole = pgEnum('member_role', memberRoles)

/** {@link invitationStatuses} as a type of PostgreSQL. */
export const invitationStatus = pgEnum('invitation_status', invitationStatuses)

/** {@link keyResultKinds} as a type of PostgreSQL. */
export const keyResultKind = pgEnum('key_result_kind', keyResultKinds)

/** {@link goalHealths} as a type of PostgreSQL. */
export const goalHealth = pgEnum('goal_health', goalHealths)

/** {@link historyActions} as a type of PostgreSQL. */
export const historyAction = pgEnum('history_action', historyActions)
