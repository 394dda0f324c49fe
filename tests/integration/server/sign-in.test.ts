import { createHash } from 'node:crypto'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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

const fromScript = { 'x-requested-with': 'goals', 'accept': 'application/json' }
const sessionCookie = (browser: HttpBrowser) =>
  [...browser.cookies].find(([name]) => name.startsWith('goals-session'))
const sessionCount = async () =>
  (await env.database.pool.query('select from private.sessions')).rowCount

/** Begins to sign in and stops on the way back, before the callback. */
async function untilCallback(browser: HttpBrowser, username = 'bob') {
  const page = await browser.follow(await browser.visit(`${app.url}/auth/login`), url =>
    url.startsWith(`${app.url}/auth/callback`),
  )
  const done = page.location
    ? page
    : await browser.follow(await browser.submit(page.url, { username }), url =>
        url.startsWith(app.url),
      )
  return done.location!
}

describe('signing in', () => {
  test('sends an anonymous visitor to the provider and back to the page that was asked for', async () => {
    const browser = new HttpBrowser()
    const first = await browser.visit(`${app.url}/goals?horizon=weekly`)
    expect([first.status, first.location]).toEqual([
      302,
      `${app.url}/auth/login?returnTo=%2Fgoals%3Fhorizon%3Dweekly`,
    ])
    const { end } = await signIn(app.url, 'alice', browser, '/goals?horizon=weekly')
    expect([end.status, end.location]).toEqual([302, `${app.url}/goals?horizon=weekly`])
    const page = await browser.visit(end.location!)
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.text).toContain(userIdFor('alice'))
    expect(page.text).not.toContain('eyJ')
  })

  test('asks with PKCE, state, nonce and the exact redirect address', async () => {
    const asked = new URL((await new HttpBrowser().visit(`${app.url}/auth/login`)).location!)
      .searchParams
    expect(Object.fromEntries(asked)).toEqual({
      client_id: 'goals',
      response_type: 'code',
      redirect_uri: `${app.url}/auth/callback`,
      scope: 'openid profile email offline_access hasura',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{100,200}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    })
  })

  test('writes the person\'s row, and their Inbox with it', async () => {
    await signIn(app.url, 'Nora')
    const { rows } = await env.database.pool.query(
      'select username, name, email, role, is_active, last_login_at from users where id = $1',
      [userIdFor('nora')],
    )
    expect(rows).toEqual([
      {
        username: 'nora',
        name: 'Nora',
        email: 'nora@example.test',
        role: 'member',
        is_active: true,
        last_login_at: expect.any(Date),
      },
    ])
    const inbox = await env.database.pool.query(
      'select from goals where is_inbox and created_by = $1',
      [userIdFor('nora')],
    )
    expect(inbox.rowCount).toBe(1)
  })

  test('gives the newest bearer of a user name that name, and keeps the earlier one\'s row', async () => {
    const earlier = '11111111-1111-4111-8111-111111111111'
    await env.database.pool.query(
      'insert into users (id, username, name) values ($1, \'Petra\', \'Old Petra\')',
      [earlier],
    )
    expect((await signIn(app.url, 'petra')).end.status).toBe(302)
    const { rows } = await env.database.pool.query(
      'select id, username from users where username ilike \'petra%\' order by created_at',
    )
    expect(rows).toEqual([
      { id: earlier, username: `Petra~${earlier}` },
      { id: userIdFor('petra'), username: 'petra' },
    ])
  })

  test('leaves the language and the time zone that the person has chosen', async () => {
    await signIn(app.url, 'petra')
    const chosen = { locale: 'nl-BE', time_zone: 'Europe/Brussels' }
    await env.database.pool.query(
      'update users set locale = $2, time_zone = $3 where id = $1',
      [userIdFor('petra'), chosen.locale, chosen.time_zone],
    )
    const { browser } = await signIn(app.url, 'petra')
    const { rows } = await env.database.pool.query(
      'select locale, time_zone from users where id = $1',
      [userIdFor('petra')],
    )
    expect(rows).toEqual([chosen])
    const session = await browser.visit(`${app.url}/api/session`)
    expect(JSON.parse(session.text).user).toMatchObject({ locale: 'nl-BE', timeZone: 'Europe/Brussels' })
  })

  test('lets two tabs sign in at once', async () => {
    const browser = new HttpBrowser()
    const first = (await browser.visit(`${app.url}/auth/login`)).location!
    const second = await untilCallback(browser)
    expect((await browser.visit(second)).status).toBe(302)
    const resumed = await browser.follow(await browser.visit(first), url => url.startsWith(app.url))
    expect((await browser.visit(resumed.location!)).status).toBe(302)
  })

  test('lets headers not grow when nobody comes back', async () => {
    const browser = new HttpBrowser()
    for (let attempt = 0; attempt < 12; attempt++) await browser.visit(`${app.url}/auth/login`)
    expect(
      [...browser.cookies.keys()].filter(name => name.startsWith('goals-login-')),
    ).toHaveLength(1)
    expect((await signIn(app.url, 'bob', browser)).end.status).toBe(302)
  })

  test('keeps no token in the cookie, and none readable in the database', async () => {
    const { browser } = await signIn(app.url, 'bob')
    const [name, cookie] = sessionCookie(browser)!
    expect(name).toBe(`goals-session-${env.port}`)
    expect(cookie.value).toMatch(/^[\w-]{43}$/)
    expect(cookie.attributes).toMatch(/HttpOnly/)
    expect(cookie.attributes).toMatch(/SameSite=Lax/)
    const { rows } = await env.database.pool.query(
      'select id, id_token, access_token, refresh_token, sid from private.sessions',
    )
    expect(rows).toHaveLength(1)
    expect(rows[0].id).toEqual(createHash('sha256').update(cookie.value).digest())
    expect(rows[0].sid).toBeTruthy()
    for (const column of ['id_token', 'access_token', 'refresh_token'])
      expect(rows[0][column]).not.toMatch(/^eyJ|\./)
  })

  test('never makes an earlier cookie a signed-in one', async () => {
    const browser = new HttpBrowser()
    const planted = 'A'.repeat(43)
    browser.cookies.set(`goals-session-${env.port}`, { value: planted, path: '/', attributes: '' })
    await signIn(app.url, 'bob', browser)
    expect(sessionCookie(browser)![1].value).not.toBe(planted)
    const first = sessionCookie(browser)![1].value
    await signIn(app.url, 'bob', browser)
    expect(sessionCookie(browser)![1].value).not.toBe(first)
    expect(await sessionCount()).toBe(1)
  })
})

describe('the callback refuses', () => {
  test.each(['', '?code=x', '?state=x', '?code=x&state=wrong'])(
    '"%s" without asking the provider',
    async (query) => {
      const answer = await new HttpBrowser().visit(`${app.url}/auth/callback${query}`)
      expect([answer.status, answer.text.includes('Sign-in did not work')]).toEqual([400, true])
      expect(await sessionCount()).toBe(0)
    },
  )

  test('a sign-in that was begun in another browser', async () => {
    const url = await untilCallback(new HttpBrowser())
    const victim = new HttpBrowser()
    expect((await victim.visit(url)).status).toBe(400)
    expect(sessionCookie(victim)).toBeUndefined()
  })

  test('to be asked twice, unless somebody is signed in', async () => {
    const browser = new HttpBrowser()
    const url = await untilCallback(browser)
    expect((await browser.visit(url)).status).toBe(302)
    const session = sessionCookie(browser)![1].value
    const again = await browser.visit(url)
    expect([again.status, again.location]).toEqual([302, `${app.url}/`])
    expect([sessionCookie(browser)![1].value, await sessionCount()]).toEqual([session, 1])
    await env.database.pool.query('delete from private.sessions')
    expect((await browser.visit(url)).status).toBe(400)
    expect(await sessionCount()).toBe(0)
  })

  test.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'x')],
    ['another code', (url: URL) => url.searchParams.set('code', 'x')],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example/')],
  ])('%s', async (_name, change) => {
    const browser = new HttpBrowser()
    const url = new URL(await untilCallback(browser))
    change(url)
    expect((await browser.visit(url.href)).status).toBe(400)
    expect(await sessionCount()).toBe(0)
  })

  test('a code that was made for another nonce and verifier', async () => {
    const [mine, theirs] = [new HttpBrowser(), new HttpBrowser()]
    const [own, foreign] = [
      new URL(await untilCallback(mine)),
      new URL(await untilCallback(theirs, 'mallory')),
    ]
    own.searchParams.set('code', foreign.searchParams.get('code')!)
    expect((await mine.visit(own.href)).status).toBe(400)
    expect(await sessionCount()).toBe(0)
  })

  test('somebody who is deactivated here, and says so', async () => {
    await signIn(app.url, 'gone')
    await env.database.pool.query('update users set is_active = false where id = $1', [
      userIdFor('gone'),
    ])
    const { browser, end } = await signIn(app.url, 'gone')
    expect([end.status, end.text.includes('Your account is deactivated')]).toEqual([403, true])
    expect(sessionCookie(browser)).toBeUndefined()
  })
})

describe('the session', () => {
  test('is told to scripts, with the token only to those of the application', async () => {
    const { browser } = await signIn(app.url, 'bob')
    const session = await browser.visit(`${app.url}/api/session`)
    expect(JSON.parse(session.text)).toEqual({
      user: {
        id: userIdFor('bob'),
        username: 'bob',
        name: 'Bob Lindqvist',
        email: 'bob@example.test',
        emailVerified: true,
        avatarUrl: null,
        locale: null,
        timeZone: null,
        role: 'member',
        allowedRoles: ['member', 'viewer'],
      },
      expiresAt: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    const token = await browser.ask(`${app.url}/api/session/token`)
    const { accessToken, expiresAt, user } = JSON.parse(token.text)
    expect(decodeJwt(accessToken)).toMatchObject({
      sub: userIdFor('bob'),
      exp: Date.parse(expiresAt) / 1000,
    })
    expect(user.username).toBe('bob')
    expect(token.headers.get('cache-control')).toBe('no-store')
  })

  test.each([
    ['no header', { accept: 'application/json' }],
    ['a foreign origin', { ...fromScript, origin: 'https://evil.example' }],
    ['a foreign site', { ...fromScript, 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { ...fromScript, 'sec-fetch-site': 'same-site' }],
  ])('gives no token to a request with %s', async (_name, headers) => {
    const { browser } = await signIn(app.url, 'bob')
    const answer = await browser.visit(`${app.url}/api/session/token`, { method: 'POST', headers })
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([403, 'forbidden'])
  })

  test.each(['', 'x', 'A'.repeat(43), 'A'.repeat(44), '%00', '"; drop table users'])(
    'is nobody\'s with the cookie %j',
    async (value) => {
      for (const [path, method] of [
        ['/api/session', 'GET'],
        ['/api/session/token', 'POST'],
      ] as const) {
        const response = await fetch(`${app.url}${path}`, {
          method,
          headers: { ...fromScript, cookie: `goals-session-${env.port}=${value}` },
        })
        expect([response.status, await response.json()]).toEqual([
          401,
          { error: { code: 'unauthenticated', message: 'Sign in first.' } },
        ])
      }
    },
  )

  test.each([
    ['at its end', 'expires_at = now() - interval \'1 second\''],
    ['after two idle days', 'last_seen_at = now() - interval \'49 hours\''],
    ['when its tokens cannot be opened', 'access_token = \'changed\''],
  ])('ends %s', async (_name, change) => {
    const { browser } = await signIn(app.url, 'bob')
    await env.database.pool.query(`update private.sessions set ${change}`)
    expect((await browser.visit(`${app.url}/api/session`)).status).toBe(401)
    expect(sessionCookie(browser)).toBeDefined()
    expect((await browser.visit(`${app.url}/goals`)).location).toContain('/auth/login?')
    expect(sessionCookie(browser)).toBeUndefined()
  })

  test('ends when its person is deactivated', async () => {
    const { browser } = await signIn(app.url, 'fired')
    await env.database.pool.query('update users set is_active = false where id = $1', [
      userIdFor('fired'),
    ])
    expect((await browser.visit(`${app.url}/api/session`)).status).toBe(401)
    expect(
      (await browser.visit(`${app.url}/api/session/token`, { method: 'POST', headers: fromScript }))
        .status,
    ).toBe(401)
  })
})

describe('where to go after signing in', () => {
  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/%2f%2fevil.example',
    '/%5cevil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/\r\nset-cookie: x=1',
    '/%0d%0aset-cookie: x=1',
    'evil.example',
    '/auth/login',
    '/auth/logout',
    '/goals/..//evil.example',
  ])('%j is ignored', async (returnTo) => {
    const { end } = await signIn(app.url, 'bob', new HttpBrowser(), returnTo)
    expect(end.location).toBe(`${app.url}/`)
  })
})
