import { EngineError } from '../errors.ts'
import type { JwtHeader, JwtSecret } from './jwt-config.ts'
import { jwtKeys, type KeyEffects } from './jwt-keys.ts'
import { JwtVerifier } from './jwt-verify.ts'
import { headerText, requestedRole } from './headers.ts'
import type { RequestHeaders, Session } from './types.ts'

/** Authenticates by token; undefined when the request carries none. */
export type JwtAuthenticate = (headers: RequestHeaders) => Promise<Session | undefined>

/**
 * Prepares authentication by JSON web token. Of the headers only `x-hasura-role` counts besides the
 * token.
 *
 * @throws Error when the secret's key or a path in it cannot be read
 */
export function createJwtAuthenticator(secret: JwtSecret, effects: KeyEffects): JwtAuthenticate {
  const verifier = new JwtVerifier(secret, jwtKeys(secret.keys, effects), effects.now)
  return async (headers) => {
    const token = tokenOf(headers, secret.header)
    if (token === undefined) return undefined
    const { claims, expiresAt } = await verifier.verify(token)
    const role = requestedRole(headers) ?? claims.defaultRole
    if (!claims.allowedRoles.includes(role))
      throw new EngineError('access-denied', 'Your requested role is not in allowed roles')
    return {
      role,
      variables: { ...claims.variables, 'x-hasura-role': role },
      backendOnly: false,
      expiresAt,
    }
  }
}

function tokenOf(headers: RequestHeaders, place: JwtHeader): string | undefined {
  switch (place.type) {
    case 'Authorization':
      return bearer(headerText(headers, 'authorization'))
    case 'CustomHeader':
      return headerText(headers, place.name.toLowerCase())
    case 'Cookie':
      return cookie(headerText(headers, 'cookie'), place.name)
  }
}

function bearer(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const match = /^Bearer ([^\s]+)$/i.exec(header.trim())
  if (!match) throw new EngineError('invalid-headers', 'Malformed Authorization header')
  return match[1]
}

function cookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=')
    if (equals > 0 && pair.slice(0, equals).trim() === name)
      return pair
        .slice(equals + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1')
  }
  return undefined
}
