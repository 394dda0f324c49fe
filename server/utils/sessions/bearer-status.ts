import { and, eq, gt, sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import { sessions } from '../../../db/schema/sessions.ts'
import { users } from '../../../db/schema/users.ts'
import { database } from '../database.ts'
import {
  addSessionEndFollower,
  followSessionEnds,
  isFollowingSessionEnds,
} from './session-end-feed.ts'
import type { SessionEnd } from './session-ends.ts'
import { sessionIdleTime } from './session-token.ts'

/**
 * Whose token it is, of which of the provider's sessions (undefined when the token does not say),
 * and until when.
 */
export interface Bearer {
  readonly userId: string
  readonly sid: string | undefined
  readonly expiresAt: Date
}

/** Whether a token that verifies still counts. */
export type BearerStatus = 'active' | 'session-ended' | 'deactivated'

/**
 * A verdict is asked for again after this many milliseconds, for sessions that end by the clock.
 */
const maxAge = 60_000

/** When a user's token of a provider's session was last found active, in milliseconds. */
const active = new LRUCache<string, Map<string, number>>({ max: 10_000 })

/**
 * The latest expiry, in milliseconds, of the tokens of a user's ended sessions. Only tokens without
 * `sid` are judged by it.
 */
const endedTokens = new Map<string, number>()

/** Counts what may have made an answer of the database stale while it was on its way. */
let generation = 0

addSessionEndFollower({ onEnd: forget, onLost: forgetAll })

/**
 * Whether the session of a verified token still lives, and its user is active, in whichever process
 * either ended.
 *
 * The database decides. Its answer is kept only while this process hears of every end, so that a
 * lost connection or a restart costs one query a request and never lets a token through. A token
 * without `sid` (OpenID Connect Back-Channel Logout 1.0, section 2.1) belongs to no known session:
 * any of its user's may be meant, so that one issued before one of them ended counts as ended.
 * Otherwise it is left to Hasura, whose permissions show a deactivated user nothing.
 *
 * @throws the database's error when it does not answer
 */
export async function bearerStatus({ userId, sid, expiresAt }: Bearer): Promise<BearerStatus> {
  if (sid === undefined)
    return expiresAt.getTime() <= (endedTokens.get(userId) ?? 0) ? 'session-ended' : 'active'
  const checkedAt = active.get(userId)?.get(sid)
  if (checkedAt !== undefined && isFollowingSessionEnds() && Date.now() - checkedAt < maxAge)
    return 'active'
  if (!isFollowingSessionEnds()) followSessionEnds().catch(() => {})
  const asked = generation
  const status = await readStatus(userId, sid)
  if (status === 'active' && asked === generation && isFollowingSessionEnds()) remember(userId, sid)
  return status
}

async function readStatus(userId: string, sid: string): Promise<BearerStatus> {
  const live = database()
    .select({ one: sql`1` })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        eq(sessions.sid, sid),
        gt(sessions.expiresAt, sql`now()`),
        gt(sessions.lastSeenAt, sql`now() - make_interval(secs => ${sessionIdleTime})`),
      ),
    )
  const [row] = await database()
    .select({ isActive: users.isActive, isLive: sql<boolean>`exists ${live}` })
    .from(users)
    .where(eq(users.id, userId))
  if (row && !row.isActive) return 'deactivated'
  return row?.isLive ? 'active' : 'session-ended'
}

function remember(userId: string, sid: string): void {
  const verdicts = active.get(userId) ?? new Map<string, number>()
  active.set(userId, verdicts.set(sid, Date.now()))
}

function forget({ userId, session }: SessionEnd): void {
  generation++
  active.delete(userId)
  if (!session) return
  const now = Date.now()
  for (const [other, until] of endedTokens) if (until < now) endedTokens.delete(other)
  endedTokens.set(userId, Math.max(session.tokensUntil.getTime(), endedTokens.get(userId) ?? 0))
}

function forgetAll(): void {
  generation++
  active.clear()
}
