import * as oidc from 'openid-client'
import { Problem, Unavailable } from '../errors.ts'
import { readTokenSet, type TokenSet } from '../sessions/token-set.ts'
import { callbackUrl } from './begin-login.ts'
import { discoverProvider } from '../provider/discover-provider.ts'
import type { LoginState } from './login-state.ts'
import { readIdentity, type Identity } from '../provider/read-identity.ts'
import { verifyToken } from '../provider/verify-token.ts'

/**
 * Exchanges the code of a callback for tokens, and checks that all of it belongs to the login that
 * this browser began.
 *
 * @param query of the callback, as the provider sent it
 * @returns `user` is undefined for a person without a role here
 * @throws Problem `login-failed`; Unavailable when the provider does not answer
 */
export async function finishLogin(
  query: URLSearchParams,
  login: LoginState,
): Promise<{ user: Identity | undefined, tokens: TokenSet }> {
  const provider = await discoverProvider()
  const answer = new URL(callbackUrl())
  answer.search = query.toString()
  const response = await oidc
    .authorizationCodeGrant(provider, answer, {
      pkceCodeVerifier: login.codeVerifier,
      expectedState: login.state,
      expectedNonce: login.nonce,
      idTokenExpected: true,
    })
    .catch(failed)
  const verified = await verifyToken(response.access_token)
  if (verified.kind !== 'valid')
    throw new Problem(
      'login-failed',
      'The identity provider sent an access token that does not hold. Sign in again.',
    )
  return { user: readIdentity(verified.claims), tokens: readTokenSet(response) }
}

function failed(cause: unknown): never {
  const isOutage =
    cause instanceof TypeError || (cause instanceof oidc.ResponseBodyError && cause.status >= 500)
  if (isOutage) throw new Unavailable('The identity provider', cause)
  const denied = cause instanceof oidc.AuthorizationResponseError && cause.error === 'access_denied'
  throw new Problem(
    'login-failed',
    denied
      ? 'The identity provider did not let you in.'
      : 'The answer of the identity provider does not fit this sign-in. Sign in again.',
    { cause },
  )
}
