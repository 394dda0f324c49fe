import * as oidc from 'openid-client'
import { serverConfig } from '../config.ts'
import { discoverProvider } from './discover-provider.ts'
import type { LoginState } from './login-state.ts'

/**
 * Prepares a login: authorization code flow with PKCE, state and nonce (RFC 9700 section 2.1.1).
 *
 * @throws Unavailable when the provider does not answer
 */
export async function beginLogin(returnTo: string): Promise<{ location: string, login: LoginState }> {
  const provider = await discoverProvider()
  const login: LoginState = { state: oidc.randomState(), nonce: oidc.randomNonce(), codeVerifier: oidc.randomPKCECodeVerifier(), returnTo }
  const url = oidc.buildAuthorizationUrl(provider, {
    redirect_uri: callbackUrl(),
    scope: serverConfig().oidc.scopes,
    state: login.state,
    nonce: login.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(login.codeVerifier),
    code_challenge_method: 'S256',
  })
  return { location: url.href, login }
}

/** The one address to which the provider may send people back. */
export function callbackUrl(): string {
  return `${serverConfig().baseUrl}/auth/callback`
}
