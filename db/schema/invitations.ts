import { sql } from 'drizzle-orm'
import { index, pgTable, pgView, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { maxLengths } from '#shared/limits.ts'
import { createdAt, generatedId, moment, printableLine, requiredText, updatedAt } from './columns.ts'
import { invitationStatus, memberRole } from './enums.ts'
import { goals } from './goals.ts'
import { users } from './users.ts'

/**
 * Who was invited to a goal. A row says nothing about whether there is such a person: nobody but they
 * themselves learn, through `received_invitations`, that it reached them.
 */
export const invitations = pgTable(
  'invitations',
  {
    id: generatedId(),
    goalId: uuid('goal_id')
      .notNull()
      .references(() => goals.id, { onDelete: 'cascade' }),
    /** An e-mail address, or a user name without "@"; in lower case. */
    invitee: text('invitee').notNull(),
    role: memberRole('role').notNull(),
    status: invitationStatus('status').notNull().default('pending'),
    invitedBy: uuid('invited_by')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /**
     * Whom it reached, by `triggers/invitations.person.sql`; hidden from whoever invited, to whom it
     * would tell who has an account.
     */
    invitedUserId: uuid('invited_user_id').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    expiresAt: moment('expires_at').notNull().default(sql`now() + interval '30 days'`),
  },
  table => [
    requiredText('invitations_invitee_length', table.invitee, maxLengths.invitee),
    printableLine('invitations_invitee_printable', table.invitee),
    uniqueIndex('invitations_goal_id_invitee_key')
      .on(table.goalId, table.invitee)
      .where(sql`${table.status} = 'pending'`),
    index('invitations_goal_id_created_at_idx').on(table.goalId, table.createdAt),
    index('invitations_invitee_idx').on(table.invitee),
    index('invitations_invited_by_idx').on(table.invitedBy),
    index('invitations_invited_user_id_idx').on(table.invitedUserId),
  ],
)

/**
 * The open invitations, as the person sees them whom one reached: with the little that they may know
 * of a goal that is not theirs yet. One is open until it expires, and while whoever invited is an
 * owner of the goal.
 *
 * Can be updated: `status` accepts or declines, after which the row is here no more.
 */
export const receivedInvitations = pgView('received_invitations').as(query =>
  query
    .select({
      id: invitations.id,
      userId: sql<string>`${invitations.invitedUserId}`.as('user_id'),
      goalId: invitations.goalId,
      goalTitle: sql<string>`(select title from goals where goals.id = ${invitations.goalId})`.as('goal_title'),
      role: invitations.role,
      status: invitations.status,
      inviterName: sql<string>`(select name from users where users.id = ${invitations.invitedBy})`.as('inviter_name'),
      inviterUsername:
        sql<string>`(select username from users where users.id = ${invitations.invitedBy})`.as('inviter_username'),
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .where(
      sql`${invitations.status} = 'pending' and ${invitations.expiresAt} > now() and exists (
        select from user_goals membership
          join users on users.id = membership.user_id
          join goals on goals.id = membership.goal_id
        where membership.user_id = ${invitations.invitedBy} and membership.goal_id = ${invitations.goalId}
          and membership.role = 'owner' and users.is_active and goals.deleted_at is null
      )`,
    ),
)
