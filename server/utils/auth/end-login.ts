import * as oidc from 'openid-client'
import { serverConfig } from '../config.ts'
import { logError } from '../log-error.ts'
import type { TokenSet } from '../sessions/token-set.ts'
import { discoverProvider } from './discover-provider.ts'

/**
 * Ends what the provider still keeps for a session: revokes the refresh token, and says where the browser must go so that the
 * provider's own session ends too (OpenID Connect RP-Initiated Logout 1.0). When the provider does not answer, that is
 * straight to the page that says goodbye.
 */
export async function endLogin(tokens: TokenSet | undefined): Promise<{ location: string }> {
  const goodbye = `${serverConfig().baseUrl}/signed-out`
  if (!tokens) return { location: goodbye }
  try {
    const provider = await discoverProvider()
    if (tokens.refreshToken !== undefined) await revoke(provider, tokens.refreshToken)
    return { location: oidc.buildEndSessionUrl(provider, { id_token_hint: tokens.idToken, post_logout_redirect_uri: goodbye }).href }
  }
  catch (error) {
    logError('The provider\'s session could not be ended', error)
    return { location: goodbye }
  }
}

/** A failure here is no reason to keep somebody signed in: the token is forgotten in any case. */
async function revoke(provider: oidc.Configuration, refreshToken: string): Promise<void> {
  await oidc.tokenRevocation(provider, refreshToken, { token_type_hint: 'refresh_token' })
    .catch((error: unknown) => logError('A refresh token could not be revoked', error))
}
