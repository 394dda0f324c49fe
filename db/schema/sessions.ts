import { index, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, moment } from './columns.ts'
import { users } from './users.ts'

/** Tables out of GraphQL's reach: its database role has no privileges on this schema. */
export const privateSchema = pgSchema('private')

/** Signed-in browsers. The token columns hold ciphertext that only the server can read. */
export const sessions = privateSchema.table(
  'sessions',
  {
    /** SHA-256 of the cookie's token: a stolen table opens no session. */
    id: bytea('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The `sub` claim of the identity provider. */
    sub: text('sub').notNull(),
    /**
     * The provider's session, by which back-channel logout names it (OpenID Connect Back-Channel
     * Logout 1.0, section 2.4).
     */
    sid: text('sid'),
    idToken: text('id_token').notNull(),
    accessToken: text('access_token').notNull(),
    accessTokenExpiresAt: moment('access_token_expires_at').notNull(),
    refreshToken: text('refresh_token'),
    createdAt: createdAt(),
    lastSeenAt: moment('last_seen_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
  },
  table => [
    index('sessions_user_id_idx').on(table.userId),
    index('sessions_sub_idx').on(table.sub),
    index('sessions_sid_idx').on(table.sid),
    index('sessions_expires_at_idx').on(table.expiresAt),
  ],
)
