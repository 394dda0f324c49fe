import { readIdentity, type Identity } from '../auth/read-identity.ts'
import { verifyToken } from '../auth/verify-token.ts'
import { GraphqlProblem } from './graphql-problem.ts'

/** Whoever sends a GraphQL request. */
export interface Caller {
  token: string
  expiresAt: Date
  /** Undefined when the token carries no role here; Hasura then says which claim is missing. */
  user: Identity | undefined
  /** The provider's session of which the token is; undefined when the token does not say. */
  sid: string | undefined
}

/**
 * Reads and checks an Authorization header. A session's cookie never counts here, so that no other site can send requests in
 * somebody's name.
 *
 * @throws GraphqlProblem with status 401, in Hasura's words; Unavailable when the provider's keys cannot be had
 */
export async function authenticate(authorization: string | undefined): Promise<Caller> {
  if (!authorization) throw unauthorized('invalid-headers', 'Missing \'Authorization\' or \'Cookie\' header in JWT authentication mode')
  const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1]
  if (!token) throw unauthorized('invalid-headers', 'Malformed Authorization header')
  const verified = await verifyToken(token)
  switch (verified.kind) {
    case 'expired': throw unauthorized('invalid-jwt', 'Could not verify JWT: JWTExpired')
    case 'invalid': throw unauthorized('invalid-jwt', 'Could not verify JWT')
    case 'valid': {
      const { claims, expiresAt } = verified
      return { token, expiresAt, user: readIdentity(claims), sid: typeof claims.sid === 'string' ? claims.sid : undefined }
    }
  }
}

function unauthorized(code: string, message: string): GraphqlProblem {
  return new GraphqlProblem(code, message, { status: 401, headers: { 'www-authenticate': 'Bearer' } })
}
