import * as oidc from 'openid-client'
import { serverConfig } from '../config.ts'
import { Unavailable } from '../errors.ts'

let discovered: Promise<oidc.Configuration> | undefined

/**
 * The identity provider's own description of itself, fetched once. A failure is forgotten, so that
 * the next caller asks again.
 *
 * ID tokens are verified with the provider's keys although they come from the provider directly, so
 * that none with another algorithm or key gets through (OpenID Connect Core 1.0 section 3.1.3.7).
 *
 * @throws Unavailable when the provider does not answer, or answers as another issuer
 */
export async function discoverProvider(): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = serverConfig().oidc
  const insecure = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []
  discovered ??= oidc.discovery(
    new URL(issuer),
    clientId,
    clientSecret,
    oidc.ClientSecretBasic(clientSecret),
    {
      execute: [...insecure, oidc.enableNonRepudiationChecks],
      timeout: 5,
    },
  )
  try {
    return await discovered
  }
  catch (cause) {
    discovered = undefined
    throw new Unavailable('The identity provider', cause)
  }
}

/**
 * Whether an error of openid-client is the provider's own refusal, and not that it could not be
 * reached.
 */
export function isRefusal(error: unknown): error is oidc.ResponseBodyError {
  return error instanceof oidc.ResponseBodyError && error.status < 500
}
