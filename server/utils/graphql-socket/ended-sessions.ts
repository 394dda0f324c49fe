import type { Caller } from '../graphql/authenticate.ts'
import { logError } from '../log-error.ts'
import { digestOfSid, listenForSessionEnds, type SessionEnd, type SessionEndListener } from '../sessions/session-ends.ts'
import { endAllSockets, endSocketsOf } from './open-sockets.ts'

let listener: Promise<SessionEndListener> | undefined

/** When the last token of a session that has ended expires, in milliseconds, by person and session; kept until then. */
const ended = new Map<string, number>()

/**
 * Sees to it that sockets end with their sessions, in whichever process that happens. No socket outlives the connection
 * that tells of it: when it is lost they all end, and the next call makes another.
 *
 * @throws Error when the database does not answer
 */
export async function followSessionEnds(): Promise<void> {
  listener ??= follow()
  await listener
}

/** Ends what `followSessionEnds` began. */
export async function unfollowSessionEnds(): Promise<void> {
  const following = await listener?.catch(() => undefined)
  await following?.stop()
}

/** Whether a token is of a session that has ended since it was issued, so that it opens no socket for the rest of its life. */
export function isOfEndedSession({ user, sid, expiresAt }: Caller): boolean {
  const until = user && sid !== undefined ? ended.get(keyOf(user.id, digestOfSid(sid))) : undefined
  return until !== undefined && expiresAt.getTime() <= until
}

function follow(): Promise<SessionEndListener> {
  const following = listenForSessionEnds({ onEnd: take, onLost: lost })
  following.catch((error: unknown) => {
    logError('GraphQL gateway, ends of sessions', error)
    lost()
  })
  return following

  function lost(): void {
    if (listener !== following) return
    listener = undefined
    endAllSockets()
  }
}

function take(end: SessionEnd): void {
  const { userId, session } = end
  if (session?.sidDigest) remember(keyOf(userId, session.sidDigest), session.tokensUntil.getTime())
  endSocketsOf(end)
}

function remember(key: string, until: number): void {
  const now = Date.now()
  for (const [other, time] of ended) if (time < now) ended.delete(other)
  ended.set(key, Math.max(until, ended.get(key) ?? 0))
}

function keyOf(userId: string, sidDigest: string): string {
  return `${userId} ${sidDigest}`
}
