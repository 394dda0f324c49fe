import { sql } from 'drizzle-orm'
import { boolean, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { maxLengths } from '#shared/limits.ts'
import { createdAt, limitedText, moment, updatedAt } from './columns.ts'

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
    /** Whether the provider has made sure that the address is the person's. */
    emailVerified: boolean('email_verified').notNull().default(false),
    name: text('name').notNull(),
    avatarUrl: text('avatar_url'),
    /**
     * A language tag (BCP 47) and a name of the IANA time zone database: as the person chose, else as
     * the provider says (`triggers/users.preferences.sql`).
     */
    locale: text('locale'),
    timeZone: text('time_zone'),
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
  table => [
    uniqueIndex('users_username_key').on(sql`lower(${table.username})`),
    limitedText('users_locale_length', table.locale, maxLengths.locale),
    limitedText('users_time_zone_length', table.timeZone, maxLengths.locale),
    index('users_email_idx').on(sql`lower(${table.email})`),
  ],
)
