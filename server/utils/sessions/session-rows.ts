import { and, eq, gt, lt, type SQL } from 'drizzle-orm'
import { decodeJwt } from 'jose'
import { sessions } from '../../../db/schema/sessions.ts'
import { users } from '../../../db/schema/users.ts'
import { readIdentity, type Identity } from '../provider/read-identity.ts'
import { database } from '../database.ts'
import { sessionIdleTime, sessionLifetime } from './session-token.ts'
import { openTokens, type TokenSet, sealTokens } from './token-set.ts'

/** A signed-in browser. */
export interface Session {
  readonly id: Buffer
  /** As the tokens say, with the language and the time zone that the person has chosen. */
  readonly user: Identity
  readonly tokens: TokenSet
  readonly expiresAt: Date
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
    .select({ session: sessions, chosen: { locale: users.locale, timeZone: users.timeZone } })
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
  return { id, user: { ...user, ...row.chosen }, tokens, expiresAt: row.session.expiresAt }
}

/** At most once a minute, also when many requests arrive at once. */
async function noteUse(id: Buffer, now: number): Promise<void> {
  await database()
    .update(sessions)
    .set({ lastSeenAt: new Date(now) })
    .where(and(eq(sessions.id, id), lt(sessions.lastSeenAt, new Date(now - minute))))
}

/**
 * Stores a new session under the key of its cookie, and clears away those of everybody that have
 * ended.
 */
export async function createSession(id: Buffer, userId: string, tokens: TokenSet): Promise<void> {
  const { sub = userId } = decodeJwt(tokens.idToken)
  const expiresAt = new Date(Date.now() + sessionLifetime * 1000)
  await database()
    .insert(sessions)
    .values({ id, userId, sub, ...sealTokens(tokens), expiresAt })
  await database().delete(sessions).where(lt(sessions.expiresAt, new Date()))
}

/** Ends one session; its cookie is worth nothing from now on. */
export async function deleteSession(id: Buffer): Promise<void> {
  await database().delete(sessions).where(eq(sessions.id, id))
}

/**
 * Ends the sessions that a logout token names: those of one session at the provider, or all of a
 * person.
 */
export async function deleteSessionsOf(named: {
  sid?: string | undefined
  sub?: string | undefined
}): Promise<void> {
  const conditions: SQL[] = []
  if (named.sid !== undefined) conditions.push(eq(sessions.sid, named.sid))
  if (named.sub !== undefined) conditions.push(eq(sessions.sub, named.sub))
  if (conditions.length === 0) throw new Error('A logout token names a session or a person')
  await database()
    .delete(sessions)
    .where(and(...conditions))
}
