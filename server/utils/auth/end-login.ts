import * as oidc from 'openid-client'
import { serverConfig } from '../config.ts'
import { logError } from '../errors.ts'
import type { EndSessionForm } from '../http/plain-page.ts'
import type { TokenSet } from '../sessions/token-set.ts'
import { discoverProvider, isRefusal } from '../provider/discover-provider.ts'

/**
 * The state that the provider sends back with the browser once its session has ended: what to do on
 * `/signed-out`.
 */
export type AfterSignOut = 'everywhere' | 'switch'

/**
 * Ends what the provider still keeps for a session: revokes the refresh token, and prepares the
 * form by which the browser ends the provider's own session. A form, because the ID token that the
 * provider asks for as a hint would otherwise stand in an address, and so in histories and logs.
 *
 * @returns undefined when the provider does not answer, or offers no such thing
 * @see OpenID Connect RP-Initiated Logout 1.0 section 2
 */
export async function endLogin(
  tokens: TokenSet,
  after: AfterSignOut,
): Promise<EndSessionForm | undefined> {
  try {
    const provider = await discoverProvider()
    if (tokens.refreshToken !== undefined) await revoke(provider, tokens.refreshToken)
    const action = provider.serverMetadata().end_session_endpoint
    if (action === undefined) return undefined
    const {
      baseUrl,
      oidc: { clientId },
    } = serverConfig()
    return {
      action,
      fields: {
        id_token_hint: tokens.idToken,
        client_id: clientId,
        post_logout_redirect_uri: `${baseUrl}/signed-out`,
        state: after,
      },
    }
  }
  catch (error) {
    logError('The provider\'s session could not be ended', error)
    return undefined
  }
}

/**
 * A refusal is no reason to stop here: the token is forgotten in any case. @throws when the
 * provider does not answer
 */
async function revoke(provider: oidc.Configuration, refreshToken: string): Promise<void> {
  await oidc
    .tokenRevocation(provider, refreshToken, { token_type_hint: 'refresh_token' })
    .catch((error: unknown) => {
      if (!isRefusal(error)) throw error
      logError('A refresh token could not be revoked', error)
    })
}
