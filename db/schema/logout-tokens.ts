import { index } from 'drizzle-orm/pg-core'
import { bytea, moment } from './columns.ts'
import { privateSchema } from './sessions.ts'

/**
 * Logout tokens that were taken, so that no process of the server takes one twice. A row may go
 * once it has expired.
 */
export const logoutTokens = privateSchema.table(
  'logout_tokens',
  {
    /** SHA-256 of the token's `jti`. */
    id: bytea('id').primaryKey(),
    expiresAt: moment('expires_at').notNull(),
  },
  table => [index('logout_tokens_expires_at_idx').on(table.expiresAt)],
)
