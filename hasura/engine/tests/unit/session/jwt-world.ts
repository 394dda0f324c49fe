// Authentication as a server does it, with keys and tokens of the test's own.
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { createAuthenticator, type AuthenticationSettings } from '../../../session/authenticate.ts'
import { parseJwtSecret } from '../../../session/jwt-config.ts'
import type { RequestHeaders } from '../../../session/types.ts'

/** Where tokens keep {@link claims}. */
export const namespace = 'https://hasura.io/jwt/claims'
/** A user's. */
export const claims = {
  'x-hasura-allowed-roles': ['user', 'editor'],
  'x-hasura-default-role': 'user',
  'X-Hasura-User-Id': '7',
}
/** The key pair of the tokens. */
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
/** As a secret's `key` holds it. */
export const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()

/** Authentication with a clock and an address book of the test's own. */
export function world(settings: AuthenticationSettings, pages: Record<string, () => Response> = {}) {
  const clock = { now: Date.now(), fetched: 0 }
  const fetch = (url: unknown) => {
    clock.fetched += 1
    return Promise.resolve(pages[String(url)]?.() ?? new Response('', { status: 404 }))
  }
  const authenticate = createAuthenticator(settings, {
    fetch: fetch as typeof globalThis.fetch,
    now: () => clock.now,
    log: () => undefined,
  })
  return { clock, authenticate }
}

/** The settings of a server with this JWT secret. */
export function jwtSettings(secret: object): AuthenticationSettings {
  return { adminSecret: 'secret', jwtSecret: parseJwtSecret(JSON.stringify(secret)) }
}

/** Verifies with the public half of {@link rsa}. */
export function rsaWorld(extra: object = {}) {
  return world(jwtSettings({ type: 'RS256', key: pem(rsa.publicKey), ...extra }))
}

/** A token; of {@link rsa} by default. */
export function sign(
  payload: Record<string, unknown>,
  key: KeyObject = rsa.privateKey,
  header: { alg: string, kid?: string } = { alg: 'RS256' },
): Promise<string> {
  return new SignJWT(payload).setProtectedHeader(header).sign(key)
}

/** The headers of a caller with {@link claims}. */
export async function bearer(payload: Record<string, unknown> = {}): Promise<RequestHeaders> {
  return { authorization: `Bearer ${await sign({ [namespace]: claims, ...payload })}` }
}
