import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import * as jose from 'jose'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paths } from '../../../dev/identity-provider/paths.ts'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import {
  startIdentityProvider,
  type IdentityProvider,
} from '../../../dev/identity-provider/server.ts'
import { HttpBrowser, type Visit } from '../../support/http-browser.ts'
import { freePort } from '../../../dev/free-port.ts'

const directory = mkdtempSync(path.join(os.tmpdir(), 'goals-identity-provider-'))
const client = {
  clientId: 'goals',
  clientSecret: 'a secret of the tests, long enough',
  baseUrl: 'http://localhost:1',
}
let port: number
let provider: IdentityProvider
let config: oidc.Configuration

const start = () => startIdentityProvider({ port, directory, client })
const discover = () =>
  oidc.discovery(new URL(provider.issuer), client.clientId, client.clientSecret, undefined, {
    execute: [oidc.allowInsecureRequests],
  })

beforeAll(async () => {
  port = await freePort()
  provider = await start()
  config = await discover()
})
afterAll(async () => {
  await provider.stop()
  rmSync(directory, { recursive: true })
})

/** Walks to the sign-in page. */
async function askToSignIn(browser = new HttpBrowser()) {
  const verifier = oidc.randomPKCECodeVerifier()
  const checks = { state: oidc.randomState(), nonce: oidc.randomNonce() }
  const url = oidc.buildAuthorizationUrl(config, {
    ...checks,
    redirect_uri: `${client.baseUrl}/auth/callback`,
    scope: 'openid profile email offline_access hasura',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  const page = await browser.follow(await browser.visit(url.href), isCallback)
  return { browser, page, verifier, checks }
}
const isCallback = (url: string) => url.startsWith(client.baseUrl)

async function signIn(username: string, browser = new HttpBrowser()) {
  const { page, verifier, checks } = await askToSignIn(browser)
  const end = isCallback(page.location ?? '')
    ? page
    : await browser.follow(await browser.submit(page.url, { username }), isCallback)
  const tokens = await oidc.authorizationCodeGrant(config, new URL(end.location!), {
    pkceCodeVerifier: verifier,
    expectedState: checks.state,
    expectedNonce: checks.nonce,
    idTokenExpected: true,
  })
  return { tokens, browser, end }
}

function textOf(page: Visit): string {
  return page.text.replace(/<style>[^]*<\/style>|<[^>]*>/g, ' ').replace(/\s+/g, ' ')
}

describe('the address', () => {
  test('is Authentik\'s, with a trailing slash in the issuer', () => {
    const server = config.serverMetadata()
    expect(server.issuer).toBe(`http://localhost:${port}/application/o/goals/`)
    expect(new URL(server.authorization_endpoint!).pathname).toBe('/application/o/authorize/')
    expect(new URL(server.token_endpoint!).pathname).toBe('/application/o/token/')
    expect(new URL(server.userinfo_endpoint!).pathname).toBe('/application/o/userinfo/')
    expect(new URL(server.jwks_uri!).pathname).toBe('/application/o/goals/jwks/')
    expect(new URL(server.end_session_endpoint!).pathname).toBe('/application/o/goals/end-session/')
    expect(server.grant_types_supported).not.toContain('implicit')
  })
})

describe('signing in', () => {
  test('lists the sample people and loads nothing from elsewhere', async () => {
    const { page } = await askToSignIn()
    expect(page.status).toBe(200)
    for (const name of ['Alice Moreau', 'Bob Lindqvist', 'Vera Okafor', 'Dan Petrov'])
      expect(textOf(page)).toContain(name)
    expect(page.text).not.toMatch(/(src|href)="https?:/)
    expect(page.headers.get('content-security-policy')).toContain('default-src \'none\'')
  })

  test('makes the first person an administrator and the next a member, with Hasura\'s claims in a signed JWT', async () => {
    const alice = await signIn('alice')
    const keys = jose.createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri!))
    const { payload, protectedHeader } = await jose.jwtVerify(alice.tokens.access_token, keys, {
      issuer: provider.issuer,
      audience: 'goals',
    })
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'JWT' })
    expect(payload).toMatchObject({
      'sub': userIdFor('alice'),
      'preferred_username': 'alice',
      'name': 'Alice Moreau',
      'email': 'alice@example.test',
      'groups': ['goals-admins'],
      'https://hasura.io/jwt/claims': {
        'x-hasura-user-id': userIdFor('alice'),
        'x-hasura-default-role': 'org_admin',
        'x-hasura-allowed-roles': ['org_admin', 'member', 'viewer'],
      },
    })
    expect(payload.exp! - payload.iat!).toBe(300)
    expect(alice.tokens.claims()?.sid).toBe(payload.sid)
    expect(payload.sid).toBeTruthy()
    const bob = await signIn('bob')
    expect(bob.tokens.claims()).toMatchObject({ groups: ['goals-members'] })
  })

  test('takes any new name, and asks again for one that cannot be a name', async () => {
    const { tokens } = await signIn('Zoë Ray')
    expect(tokens.claims()).toMatchObject({
      preferred_username: 'zoë.ray',
      name: 'Zoë Ray',
      sub: userIdFor('zoë.ray'),
    })
    const { browser, page } = await askToSignIn()
    const again = await browser.submit(page.url, { username: '<!>' })
    expect([again.status, textOf(again)]).toEqual([422, expect.stringContaining('Enter a name')])
    expect(again.text).toContain('value="&#60;!&#62;"')
  })

  test('refuses somebody who is deactivated', async () => {
    const { browser, page } = await askToSignIn()
    const refused = await browser.submit(page.url, { username: 'dan' })
    expect([refused.status, refused.location]).toEqual([403, undefined])
    expect(textOf(refused)).toContain('Dan Petrov is deactivated')
  })

  test('says so when the sign-in is not known any more', async () => {
    const page = await new HttpBrowser().visit(`http://localhost:${port}${paths.signIn}gone`)
    expect([page.status, textOf(page)]).toEqual([400, expect.stringContaining('expired')])
  })
})

describe('the authorization endpoint', () => {
  test.each([
    ['a foreign redirect address', { redirect_uri: 'https://evil.example/' }],
    ['a longer redirect address', { redirect_uri: `${client.baseUrl}/auth/callback/more` }],
  ])('refuses %s without a redirect', async (_name, wrong) => {
    const url = oidc.buildAuthorizationUrl(config, { scope: 'openid', ...wrong })
    const page = await new HttpBrowser().visit(url.href)
    expect([page.status, page.location]).toEqual([400, undefined])
  })

  test('refuses a request without PKCE, and a code without its verifier', async () => {
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: `${client.baseUrl}/auth/callback`,
      scope: 'openid',
      state: 's',
    })
    const page = await new HttpBrowser().visit(url.href)
    expect(new URL(page.location!).searchParams.get('error')).toBe('invalid_request')
    const { browser, page: ask } = await askToSignIn()
    const end = await browser.follow(await browser.submit(ask.url, { username: 'bob' }), isCallback)
    const grant = oidc.authorizationCodeGrant(config, new URL(end.location!), {
      pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
      expectedState: oidc.skipStateCheck,
      expectedNonce: undefined,
    })
    await expect(grant).rejects.toMatchObject({ error: 'invalid_grant' })
  })
})

describe('refreshing', () => {
  test('rotates the refresh token, and a replay ends the grant', async () => {
    const { tokens } = await signIn('bob')
    const second = await oidc.refreshTokenGrant(config, tokens.refresh_token!)
    expect(second.refresh_token).not.toBe(tokens.refresh_token)
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    await expect(oidc.refreshTokenGrant(config, second.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  test('is refused once the person is deactivated', async () => {
    const { tokens } = await signIn('mallory')
    provider.store.setActive('mallory', false)
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })
})

describe('userinfo', () => {
  test('says who the bearer is, and nothing to others', async () => {
    const { tokens } = await signIn('vera')
    expect(await oidc.fetchUserInfo(config, tokens.access_token, userIdFor('vera'))).toMatchObject({
      preferred_username: 'vera',
      groups: ['goals-viewers'],
    })
    const stranger = await fetch(config.serverMetadata().userinfo_endpoint!, {
      headers: { authorization: 'Bearer x.y.z' },
    })
    expect([stranger.status, stranger.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('invalid_token'),
    ])
  })
})

describe('signing out', () => {
  test('ends the provider\'s session, so that the next visit asks again', async () => {
    const { tokens, browser } = await signIn('bob')
    expect((await askToSignIn(browser)).page.location).toContain('/auth/callback')
    const url = oidc.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token!,
      post_logout_redirect_uri: `${client.baseUrl}/signed-out`,
    })
    const page = await browser.visit(url.href)
    const end = await browser.submitForm(page)
    expect([end.status, end.location]).toEqual([303, `${client.baseUrl}/signed-out`])
    expect((await askToSignIn(browser)).page.text).toContain('Who is signing in?')
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })
})

describe('a restart', () => {
  test('keeps keys, people, sessions and refresh tokens', async () => {
    const { tokens, browser } = await signIn('Olga')
    await provider.stop()
    await setTimeout(20) // lets fetch notice that its kept connections are closed
    provider = await start()
    config = await discover()
    const keys = jose.createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri!))
    await jose.jwtVerify(tokens.access_token, keys, { issuer: provider.issuer, audience: 'goals' })
    expect((await oidc.refreshTokenGrant(config, tokens.refresh_token!)).access_token).toBeTruthy()
    expect((await askToSignIn(browser)).page.location).toContain('/auth/callback')
    expect(provider.store.people().map(person => person.username)).toContain('olga')
  })
})

describe('the token command\'s grant', () => {
  const ask = async (fields: Record<string, string>, clientId = 'goals-token-command') => {
    const response = await fetch(config.serverMetadata().token_endpoint!, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${encodeURIComponent(client.clientSecret)}`).toString('base64')}`,
      },
      body: new URLSearchParams({
        grant_type: 'urn:goals:params:oauth:grant-type:person',
        ...fields,
      }),
    })
    const body = (await response.json()) as { access_token: string, error?: string }
    return body.error
      ? { error: body.error }
      : jose.decodeJwt(body.access_token)['https://hasura.io/jwt/claims']
  }

  test('gives a token that acts as member unless another role is asked for', async () => {
    expect(await ask({ username: 'alice' })).toMatchObject({
      'x-hasura-default-role': 'member',
      'x-hasura-allowed-roles': ['org_admin', 'member', 'viewer'],
    })
    expect(await ask({ username: 'alice', role: 'org_admin' })).toMatchObject({
      'x-hasura-default-role': 'org_admin',
    })
    expect(await ask({ username: 'vera' })).toMatchObject({
      'x-hasura-default-role': 'viewer',
      'x-hasura-allowed-roles': ['viewer'],
    })
    expect(await ask({ username: 'newcomer', role: 'viewer' })).toMatchObject({
      'x-hasura-allowed-roles': ['viewer'],
    })
  })

  test('knows no other role, and no other client may use it', async () => {
    expect(await ask({ username: 'alice', role: 'admin' })).toEqual({ error: 'invalid_request' })
    expect(await ask({ username: 'alice' }, 'goals')).toEqual({ error: 'invalid_request' })
  })
})
