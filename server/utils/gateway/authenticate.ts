import { bearerToken } from '#shared/bearer.ts'
import { readIdentity, type Identity } from '../provider/read-identity.ts'
import { verifyToken } from '../provider/verify-token.ts'
import { bearerStatus } from '../sessions/bearer-status.ts'
import { GraphqlProblem } from './errors/graphql-problem.ts'

/** The caller of a GraphQL request. */
export interface Caller {
  readonly token: string
  readonly expiresAt: Date
  /** Undefined when the token carries no role here; Hasura then says which claim is missing. */
  readonly user: Identity | undefined
  /** The provider's session of which the token is; undefined when the token does not say. */
  readonly sid: string | undefined
}

/**
 * Reads and checks an Authorization header. A session's cookie never counts here, so that no other
 * site can send requests in a user's name.
 *
 * @throws GraphqlProblem with status 401, in Hasura's words; Unavailable when the provider's keys
 *   cannot be had
 */
export async function authenticate(authorization: string | undefined): Promise<Caller> {
  if (!authorization)
    throw unauthorized(
      'invalid-headers',
      'Missing \'Authorization\' or \'Cookie\' header in JWT authentication mode',
    )
  const token = bearerToken(authorization)
  if (!token) throw unauthorized('invalid-headers', 'Malformed Authorization header')
  const verified = await verifyToken(token)
  switch (verified.kind) {
    case 'expired':
      throw unauthorized('invalid-jwt', 'Could not verify JWT: JWTExpired')
    case 'invalid':
      throw unauthorized('invalid-jwt', 'Could not verify JWT')
    case 'valid': {
      const { claims, expiresAt } = verified
      return {
        token,
        expiresAt,
        user: readIdentity(claims),
        sid: typeof claims.sid === 'string' ? claims.sid : undefined,
      }
    }
  }
}

/**
 * Refuses a caller whose session has ended, or who is deactivated, although the token is still
 * valid: Hasura cannot know.
 *
 * @throws GraphqlProblem `invalid-jwt` with status 401, or `deactivated` with status 403; the
 *   database's error when it does
 * not answer
 */
export async function checkStanding({ user, sid, expiresAt }: Caller): Promise<void> {
  const status = user ? await bearerStatus({ userId: user.id, sid, expiresAt }) : 'active'
  switch (status) {
    case 'active':
      return
    case 'session-ended':
      throw unauthorized('invalid-jwt', 'The session of this token has ended. Sign in again.')
    case 'deactivated':
      throw new GraphqlProblem(
        'deactivated',
        'Your account is deactivated. Ask an administrator to activate it.',
        { status: 403 },
      )
  }
}

function unauthorized(code: string, message: string): GraphqlProblem {
  return new GraphqlProblem(code, message, {
    status: 401,
    headers: { 'www-authenticate': 'Bearer' },
  })
}
