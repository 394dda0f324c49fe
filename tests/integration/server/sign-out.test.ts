import { randomUUID } from 'node:crypto'
import { importJWK, SignJWT, type JWTPayload } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from '../../../dev/free-port.ts'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { HttpBrowser } from '../../support/http-browser.ts'
import {
  signIn,
  startTestEnvironment,
  type TestEnvironment,
} from '../../support/test-environment.ts'

let env: TestEnvironment
let app: AppServer

beforeAll(async () => {
  env = await startTestEnvironment()
  app = await startAppServer(env)
})
afterAll(async () => {
  await app.stop()
  await env.stop()
})
beforeEach(() => env.database.pool.query('delete from private.sessions'))

const sessionCount = async () =>
  (await env.database.pool.query('select from private.sessions')).rowCount
const isSignedIn = async (browser: HttpBrowser) =>
  (await browser.visit(`${app.url}/api/session`)).status === 200

describe('signing out', () => {
  test('ends the session here and at the provider, by a form', async () => {
    const { browser } = await signIn(app.url, 'bob')
    const stolen = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
    const answer = await browser.submit(`${app.url}/auth/logout`, {}, { origin: app.url })
    expect([answer.status, answer.location]).toEqual([200, undefined])
    expect(answer.text).toContain('/application/o/goals/end-session/')
    expect(answer.headers.get('content-security-policy')).toContain(
      `form-action 'self' ${new URL(env.provider.issuer).origin}; script-src 'sha256-`,
    )
    expect(await isSignedIn(browser)).toBe(false)
    const end = await browser.submitForm(await browser.submitForm(answer))
    expect([end.status, end.location]).toEqual([303, `${app.url}/signed-out?state=everywhere`])
    const again = await browser.follow(await browser.visit(`${app.url}/auth/login`))
    expect(again.text).toContain('Who is signing in?')
    expect((await fetch(`${app.url}/api/session`, { headers: { cookie: stolen } })).status).toBe(
      401,
    )
    expect(await sessionCount()).toBe(0)
  })

  test('tells a script where to go', async () => {
    const { browser } = await signIn(app.url, 'bob')
    const answer = await browser.ask(`${app.url}/auth/logout`)
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      200,
      {
        form: {
          action: `${env.provider.issuer}end-session/`,
          fields: {
            client_id: 'goals',
            post_logout_redirect_uri: `${app.url}/signed-out`,
            id_token_hint: expect.stringMatching(/^eyJ/),
            state: 'everywhere',
          },
        },
      },
    ])
    expect(await sessionCount()).toBe(0)
  })

  test('revokes the refresh token', async () => {
    const { browser } = await signIn(app.url, 'revoked')
    const refreshTokens = () =>
      env.provider.store.database
        .prepare('SELECT payload FROM records WHERE model = \'RefreshToken\'')
        .all()
        .filter(({ payload }) => JSON.parse(String(payload)).accountId === userIdFor('revoked'))
    expect(refreshTokens()).toHaveLength(1)
    await browser.submit(`${app.url}/auth/logout`, {}, { origin: app.url })
    expect(refreshTokens()).toHaveLength(0)
  })

  test('is possible without a session, and while the provider is down', async () => {
    const nobody = await new HttpBrowser().submit(`${app.url}/auth/logout`, {}, { origin: app.url })
    expect([nobody.status, nobody.location]).toEqual([303, `${app.url}/signed-out`])
    const { browser } = await signIn(app.url, 'bob')
    await env.stopProvider()
    try {
      const answer = await browser.submit(`${app.url}/auth/logout`, {}, { origin: app.url })
      expect([answer.status, answer.location]).toEqual([303, `${app.url}/signed-out`])
    }
    finally {
      await env.startProvider()
    }
    expect(await sessionCount()).toBe(0)
  })

  test.each([
    ['without saying where from', {}],
    ['by a foreign page', { 'origin': 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [
      'by a foreign page that claims to be ours',
      { 'origin': 'https://evil.example', 'x-requested-with': 'goals' },
    ],
  ])('is refused when it is asked for %s', async (_name, headers) => {
    const { browser } = await signIn(app.url, 'bob')
    expect((await browser.submit(`${app.url}/auth/logout`, {}, headers)).status).toBe(403)
    expect(await isSignedIn(browser)).toBe(true)
  })

  test('is asked about, and not done, by a link', async () => {
    const { browser } = await signIn(app.url, 'bob')
    const page = await browser.visit(`${app.url}/auth/logout`)
    expect([page.status, page.text.includes('<form method="post" action="/auth/logout">')]).toEqual(
      [200, true],
    )
    expect(await isSignedIn(browser)).toBe(true)
  })
})

describe('a logout token of the provider', () => {
  const event = { 'http://schemas.openid.net/event/backchannel-logout': {} }

  async function logoutToken(
    changes: JWTPayload,
    header: { typ?: string } = { typ: 'logout+jwt' },
  ) {
    const {
      keys: [key],
    } = (await env.provider.store.keys()).jwks
    return new SignJWT({
      iss: env.provider.issuer,
      aud: 'goals',
      jti: randomUUID(),
      iat: Math.floor(Date.now() / 1000),
      events: event,
      ...changes,
    })
      .setProtectedHeader({ alg: 'RS256', kid: key!.kid!, ...header })
      .sign(await importJWK(key!, 'RS256'))
  }
  const send = (token: string, url = app.url) =>
    new HttpBrowser().submit(
      `${url}/auth/backchannel-logout`,
      { logout_token: token },
      { accept: 'application/json' },
    )
  const sidOf = async (username: string) =>
    (
      await env.database.pool.query('select sid from private.sessions where user_id = $1', [
        userIdFor(username),
      ])
    ).rows[0].sid as string

  test('ends the sessions of one session at the provider', async () => {
    const [first, second] = [await signIn(app.url, 'bob'), await signIn(app.url, 'bob')]
    const { rows } = await env.database.pool.query(
      'select sid from private.sessions order by created_at',
    )
    expect(
      (await send(await logoutToken({ sub: userIdFor('bob'), sid: rows[0].sid }))).status,
    ).toBe(200)
    expect([await isSignedIn(first.browser), await isSignedIn(second.browser)]).toEqual([
      false,
      true,
    ])
  })

  test('ends all sessions of a person, and nobody else\'s', async () => {
    const [first, second, other] = [
      await signIn(app.url, 'bob'),
      await signIn(app.url, 'bob'),
      await signIn(app.url, 'vera'),
    ]
    expect((await send(await logoutToken({ sub: userIdFor('bob') }))).status).toBe(200)
    expect([
      await isSignedIn(first.browser),
      await isSignedIn(second.browser),
      await isSignedIn(other.browser),
    ]).toEqual([false, false, true])
  })

  test('is taken once', async () => {
    await signIn(app.url, 'bob')
    const token = await logoutToken({ sub: userIdFor('bob') })
    expect((await send(token)).status).toBe(200)
    const { browser } = await signIn(app.url, 'bob')
    expect((await send(token)).status).toBe(400)
    expect(await isSignedIn(browser)).toBe(true)
  })

  test('is taken once by two replicas together', async () => {
    const replica = await startAppServer(env, { port: await freePort() })
    try {
      const token = await logoutToken({ sub: userIdFor('bob') })
      const outcomes = await Promise.all([
        send(token),
        send(token, replica.url),
        send(token),
        send(token, replica.url),
      ])
      expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
    }
    finally {
      await replica.stop()
    }
  })

  test('is forgotten once it has expired', async () => {
    await env.database.pool.query(
      'insert into private.logout_tokens (id, expires_at) values (sha256(\'old\'), now() - interval \'1 second\')',
    )
    expect((await send(await logoutToken({ sub: userIdFor('bob') }))).status).toBe(200)
    expect(
      (await env.database.pool.query('select from private.logout_tokens where expires_at < now()'))
        .rowCount,
    ).toBe(0)
  })

  test('comes by itself when the person signs out at the provider', async () => {
    const { browser } = await signIn(app.url, 'vera')
    const page = await browser.visit(`${env.provider.issuer}end-session/`)
    await browser.submitForm(page)
    expect(await isSignedIn(browser)).toBe(false)
  })

  test.each([
    ['another audience', { aud: 'other' }],
    ['another issuer', { iss: 'https://evil.example/' }],
    ['a nonce', { nonce: 'x' }],
    ['no event', { events: undefined }],
    ['another event', { events: { 'http://schemas.openid.net/event/other': {} } }],
    ['no id of its own', { jti: undefined }],
    ['nobody named', { sub: undefined, sid: undefined }],
    ['an age of ten minutes', { iat: Math.floor(Date.now() / 1000) - 600 }],
  ] as [string, JWTPayload][])('is refused with %s', async (_name, changes) => {
    const { browser } = await signIn(app.url, 'bob')
    const answer = await send(
      await logoutToken({ sub: userIdFor('bob'), sid: await sidOf('bob'), ...changes }),
    )
    expect([answer.status, JSON.parse(answer.text).error.field]).toEqual([400, 'logout_token'])
    expect(await isSignedIn(browser)).toBe(true)
  })

  test.each([{ typ: 'JWT' }, { typ: 'at+jwt' }, {}])(
    'is refused as a token of type %o',
    async (header) => {
      const { browser } = await signIn(app.url, 'bob')
      expect((await send(await logoutToken({ sub: userIdFor('bob') }, header))).status).toBe(400)
      expect(await isSignedIn(browser)).toBe(true)
    },
  )

  test('is refused with another signature, or when it is missing', async () => {
    const { browser } = await signIn(app.url, 'bob')
    const token = await logoutToken({ sub: userIdFor('bob') })
    const [header, payload] = token.split('.')
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
    for (const wrong of [`${header}.${payload}.${'A'.repeat(342)}`, unsigned, 'x', ''])
      expect((await send(wrong)).status).toBe(400)
    expect(await isSignedIn(browser)).toBe(true)
  })
})
