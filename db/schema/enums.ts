import { pgEnum } from 'drizzle-orm/pg-core'

/** The period that a goal is planned for. */
export const goalHorizon = pgEnum('goal_horizon', ['yearly', 'quarterly', 'monthly', 'weekly'])

/** Where a goal stands. */
export const goalStatus = pgEnum('goal_status', ['active', 'completed', 'on_hold', 'cancelled'])

/** Where a task stands. */
export const taskStatus = pgEnum('task_status', ['pending', 'in_progress', 'completed', 'blocked'])

/**
 * What a member may do with a goal: an owner everything, an editor all but purging it, a viewer
 * only read.
 */
export const memberRole = pgEnum('member_role', ['owner', 'editor', 'viewer'])
