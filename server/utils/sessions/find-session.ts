import { and, eq, gt, lt } from 'drizzle-orm'
import { decodeJwt } from 'jose'
import { sessions } from '../../../db/schema/sessions.ts'
import { users } from '../../../db/schema/users.ts'
import { readIdentity, type Identity } from '../auth/read-identity.ts'
import { database } from '../database.ts'
import { sessionIdleTime } from './session-token.ts'
import { openTokens, type TokenSet } from './token-set.ts'

/** A signed-in browser. */
export interface Session {
  id: Buffer
  user: Identity
  tokens: TokenSet
  expiresAt: Date
}

const minute = 60_000

/**
 * Finds the session of a cookie, and notes that it is in use.
 *
 * @returns undefined when there is none, it has ended or was idle for too long, or its person is
 *   deactivated
 */
export async function findSession(id: Buffer): Promise<Session | undefined> {
  const now = Date.now()
  const [row] = await database()
    .select({ session: sessions })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.id, id),
        gt(sessions.expiresAt, new Date(now)),
        gt(sessions.lastSeenAt, new Date(now - sessionIdleTime * 1000)),
        eq(users.isActive, true),
      ),
    )
  const tokens = row && openTokens(row.session)
  const user = tokens && readIdentity(decodeJwt(tokens.accessToken))
  if (!user) return undefined
  if (row.session.lastSeenAt.getTime() < now - minute) await noteUse(id, now)
  return { id, user, tokens, expiresAt: row.session.expiresAt }
}

/** At most once a minute, also when many requests arrive at once. */
async function noteUse(id: Buffer, now: number): Promise<void> {
  await database()
    .update(sessions)
    .set({ lastSeenAt: new Date(now) })
    .where(and(eq(sessions.id, id), lt(sessions.lastSeenAt, new Date(now - minute))))
}
