import * as oidc from 'openid-client'
import type { H3Event } from 'h3'
import { serverConfig } from '../config.ts'
import { discoverProvider } from '../provider/discover-provider.ts'
import { startLogin } from './login-state.ts'

/**
 * Begins a login: authorization code flow with PKCE, state and nonce (RFC 9700 section 2.1.1).
 *
 * @returns the provider's address to which the browser must go
 * @throws Unavailable when the provider does not answer
 */
export async function beginLogin(event: H3Event, returnTo: string): Promise<string> {
  const provider = await discoverProvider()
  const login = startLogin(event, returnTo)
  const url = oidc.buildAuthorizationUrl(provider, {
    redirect_uri: callbackUrl(),
    scope: serverConfig().oidc.scopes,
    state: login.state,
    nonce: login.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(login.codeVerifier),
    code_challenge_method: 'S256',
  })
  return url.href
}

/** The one address to which the provider may send people back. */
export function callbackUrl(): string {
  return `${serverConfig().baseUrl}/auth/callback`
}
