import { createHash, timingSafeEqual } from 'node:crypto'
import { EngineError } from '../errors.ts'
import {
  adminSecretHeaders,
  asksForBackendOnly,
  headerText,
  requestedRole,
  variablesFromHeaders,
} from './headers.ts'
import { createJwtAuthenticator } from './jwt.ts'
import type { JwtSecret } from './jwt-config.ts'
import type { KeyEffects } from './jwt-keys.ts'
import type { Authenticate, RequestHeaders, Session } from './types.ts'
import { UnauthorizedError } from './unauthorized.ts'

/** How requests may prove who they are. */
export interface AuthenticationSettings {
  readonly adminSecret?: string | undefined
  readonly jwtSecret?: JwtSecret | undefined
  readonly unauthorizedRole?: string | undefined
}

const secretNames = '"x-hasura-admin-secret"/"x-hasura-access-key"'

/**
 * Prepares authentication in Hasura's order: a secret decides alone; then a token; then the
 * unauthorized role. Without a secret in the settings everyone is trusted.
 */
export function createAuthenticator(
  settings: AuthenticationSettings,
  effects: KeyEffects,
): Authenticate {
  const { adminSecret, jwtSecret, unauthorizedRole } = settings
  if (adminSecret === undefined) return headers => Promise.resolve(trusted(headers))
  const expected = digest(adminSecret)
  const byToken = jwtSecret && createJwtAuthenticator(jwtSecret, effects)
  return async (headers) => {
    const secret = givenSecret(headers)
    if (secret !== undefined) {
      if (timingSafeEqual(digest(secret), expected)) return trusted(headers)
      throw new UnauthorizedError(`invalid ${secretNames}`)
    }
    const session = await byToken?.(headers)
    if (session) return session
    if (unauthorizedRole !== undefined) return unauthorized(headers, unauthorizedRole)
    if (byToken)
      throw new EngineError(
        'invalid-headers',
        `Missing 'Authorization' or 'Cookie' header in JWT authentication mode`,
      )
    throw new UnauthorizedError(`${secretNames} required, but not found`)
  }
}

/** Knows the secret, or none is set: any role, and the headers are the session. */
function trusted(headers: RequestHeaders): Session {
  const role = requestedRole(headers) ?? 'admin'
  return {
    role,
    variables: variablesFromHeaders(headers, role),
    backendOnly: asksForBackendOnly(headers),
    expiresAt: undefined,
  }
}

function unauthorized(headers: RequestHeaders, role: string): Session {
  return {
    role,
    variables: variablesFromHeaders(headers, role),
    backendOnly: false,
    expiresAt: undefined,
  }
}

function givenSecret(headers: RequestHeaders): string | undefined {
  for (const name of adminSecretHeaders) {
    const secret = headerText(headers, name)
    if (secret !== undefined) return secret
  }
  return undefined
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
