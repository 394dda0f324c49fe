import { createHash, randomBytes } from 'node:crypto'
import type { H3Event } from 'h3'
import { readCookie, removeCookie, writeCookie } from '../http/cookies.ts'

const cookie = 'goals-session'

/**
 * A session ends this many seconds after sign-in, whatever happens; Authentik's refresh tokens live
 * as long.
 */
export const sessionLifetime = 7 * 86_400

/** A session ends when it is not used for this many seconds. */
export const sessionIdleTime = 2 * 86_400

/**
 * The key of a session's row: only the browser holds the token itself. Undefined when there is no
 * cookie of the right form.
 */
export function sessionIdOf(event: H3Event): Buffer | undefined {
  const token = readCookie(event, cookie)
  return token && /^[\w-]{43}$/.test(token) ? hashOf(token) : undefined
}

/**
 * Gives the browser a new token of 256 random bits, in place of any earlier one, and returns the
 * key of its row.
 */
export function issueSessionToken(event: H3Event): Buffer {
  const token = randomBytes(32).toString('base64url')
  writeCookie(event, cookie, token, sessionLifetime)
  return hashOf(token)
}

/** Makes the browser forget its session. */
export function removeSessionToken(event: H3Event): void {
  removeCookie(event, cookie)
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
