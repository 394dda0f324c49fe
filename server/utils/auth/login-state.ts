import { createHash } from 'node:crypto'
import type { H3Event } from 'h3'
import { z } from 'zod'
import { cookieNames, readCookie, removeCookie, writeCookie } from '../http/cookies.ts'
import { openText, sealText } from '../sessions/seal-text.ts'

/** What one login must remember between leaving for the provider and coming back. */
export interface LoginState {
  state: string
  nonce: string
  /** The PKCE code verifier (RFC 7636). */
  codeVerifier: string
  returnTo: string
}

const schema = z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string(), returnTo: z.string(), endsAt: z.number() })

const prefix = 'goals-login-'

/** So many logins may be under way in one browser; one more begins anew, so that headers never grow without end. */
const atOnce = 5

/** Seconds within which the person must have signed in at the provider. */
const lifetime = 15 * 60

/** Keeps a login in a sealed cookie of its own, so that two tabs can sign in at once. */
export function keepLogin(event: H3Event, login: LoginState): void {
  const begun = cookieNames(event, prefix)
  if (begun.length >= atOnce) for (const name of begun) removeCookie(event, name)
  const endsAt = Date.now() + lifetime * 1000
  writeCookie(event, cookieOf(login.state), sealText(JSON.stringify({ ...login, endsAt }), 'login'), lifetime)
}

/** Takes the login that belongs to a callback's `state`; a second callback will not find it. Undefined when this browser did not begin it. */
export function takeLogin(event: H3Event, state: string): LoginState | undefined {
  const name = cookieOf(state)
  const sealed = readCookie(event, name)
  if (sealed === undefined) return undefined
  removeCookie(event, name)
  const text = openText(sealed, 'login')
  const login = text === undefined ? undefined : schema.parse(JSON.parse(text))
  return login && login.state === state && login.endsAt > Date.now() ? login : undefined
}

function cookieOf(state: string): string {
  return `${prefix}${createHash('sha256').update(state).digest('hex').slice(0, 12)}`
}
