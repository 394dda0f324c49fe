import { sql } from 'drizzle-orm'
import { boolean, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, updatedAt } from './columns.ts'

/**
 * People who have signed in.
 *
 * `id` is the identity provider's uuid of the person, which is also `x-hasura-user-id`.
 * Making a row also makes the person's Inbox and first category (`triggers/users.provision.sql`).
 */
export const users = pgTable(
  'users',
  {
    id: uuid('id').primaryKey(),
    username: text('username').notNull(),
    email: text('email'),
    name: text('name').notNull(),
    avatarUrl: text('avatar_url'),
    /**
     * The Hasura role of the last sign-in, to be shown to administrators. The token decides, never
     * this column.
     */
    role: text('role'),
    /** A deactivated person sees and changes nothing, whatever token they hold. */
    isActive: boolean('is_active').notNull().default(true),
    lastLoginAt: moment('last_login_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [uniqueIndex('users_username_key').on(sql`lower(${table.username})`)],
)
