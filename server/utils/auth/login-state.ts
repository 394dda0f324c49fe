import { createHash, randomBytes } from 'node:crypto'
import type { H3Event } from 'h3'
import { z } from 'zod'
import { cookieNames, readCookie, removeCookie, writeCookie } from '../http/cookies.ts'
import { deriveSecret, decryptText, encryptText } from '../sessions/encrypt-text.ts'

/** The state of one login between leaving for the provider and coming back. */
export interface LoginState {
  readonly state: string
  readonly nonce: string
  /** The PKCE code verifier (RFC 7636). */
  readonly codeVerifier: string
  readonly returnTo: string
}

const schema = z.object({ cookie: z.string(), returnTo: z.string(), endsAt: z.number() })

const prefix = 'goals-login-'

/**
 * Tabs that begin to sign in at the same moment each get a cookie; of more than this the oldest is
 * removed.
 */
const maxCookies = 8

/** Seconds within which the person must have signed in at the provider. */
const lifetime = 15 * 60

/**
 * Begins a login. Everything about it travels sealed in `state`, and its secrets are derived from
 * `state` and a cookie of this browser. However many tabs sign in at once, and wherever they want
 * to go, the cookies stay as small as that.
 */
export function startLogin(event: H3Event, returnTo: string): LoginState {
  const cookie = newestCookie(event) ?? issueCookie(event)
  const endsAt = Date.now() + lifetime * 1000
  const state = encryptText(JSON.stringify({ cookie: nameOf(cookie), returnTo, endsAt }), 'login')
  writeCookie(event, nameOf(cookie), cookie, lifetime)
  return { state, returnTo, ...secretsOf(state, cookie) }
}

/**
 * The login that belongs to a callback's `state`. Undefined when this browser did not begin it, or
 * it took too long.
 */
export function findLogin(event: H3Event, state: string): LoginState | undefined {
  const opened = openState(state)
  const cookie = opened && readCookie(event, opened.cookie)
  if (!cookie || nameOf(cookie) !== opened.cookie || opened.endsAt < Date.now()) return undefined
  return { state, returnTo: opened.returnTo, ...secretsOf(state, cookie) }
}

/**
 * Where a login wanted to go, also when it can no longer be finished; undefined when this server
 * did not begin it.
 */
export function returnPathOf(state: string): string | undefined {
  return openState(state)?.returnTo
}

function openState(state: string): z.infer<typeof schema> | undefined {
  const text = decryptText(state, 'login')
  return text === undefined ? undefined : schema.parse(JSON.parse(text))
}

/**
 * A cookie's value begins with the time at which it was issued, so that the newest and the oldest
 * can be told.
 */
function issueCookie(event: H3Event): string {
  const names = cookieNames(event, prefix)
  const byAge = names.toSorted(
    (a, b) => issuedAt(readCookie(event, a)) - issuedAt(readCookie(event, b)),
  )
  for (const name of byAge.slice(0, Math.max(0, names.length + 1 - maxCookies)))
    removeCookie(event, name)
  return `${Date.now().toString(36)}.${randomBytes(32).toString('base64url')}`
}

function newestCookie(event: H3Event): string | undefined {
  const values = cookieNames(event, prefix).flatMap((name) => {
    const value = readCookie(event, name)
    return value && nameOf(value) === name && /^[\da-z]{8,9}\.[\w-]{43}$/.test(value) ? [value] : []
  })
  return values.toSorted((a, b) => issuedAt(b) - issuedAt(a))[0]
}

function issuedAt(value = ''): number {
  return Number.parseInt(value, 36) || 0
}

function nameOf(cookie: string): string {
  return `${prefix}${createHash('sha256').update(cookie).digest('hex').slice(0, 12)}`
}

function secretsOf(state: string, cookie: string): Pick<LoginState, 'nonce' | 'codeVerifier'> {
  const binding = `${cookie}\n${state}`
  return {
    nonce: deriveSecret(binding, 'login nonce'),
    codeVerifier: deriveSecret(binding, 'login code verifier'),
  }
}
