import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { HttpBrowser } from '../../support/http-browser.ts'
import { freePort } from '../../../dev/free-port.ts'
import {
  signIn,
  startTestEnvironment,
  type TestEnvironment,
} from '../../support/test-environment.ts'

let env: TestEnvironment
let app: AppServer
let replica: AppServer

beforeAll(async () => {
  env = await startTestEnvironment()
  app = await startAppServer(env)
  replica = await startAppServer(env, { port: await freePort() })
})
afterAll(async () => {
  await app.stop()
  await replica.stop()
  await env.stop()
})

async function askToken(
  browser: HttpBrowser,
  server = app,
  query = '',
): Promise<{
  status: number
  accessToken: string
  error?: { code: string }
}> {
  const answer = await browser.ask(`${server.url}/api/session/token${query}`)
  return { status: answer.status, ...JSON.parse(answer.text) }
}
const endSoon = (seconds: number) =>
  env.database.pool.query(
    `update private.sessions set access_token_expires_at = now() + interval '${seconds} seconds'`,
  )
const storedRefreshToken = async () =>
  (await env.database.pool.query('select refresh_token from private.sessions')).rows[0]
    ?.refresh_token as string | undefined
const clean = () => env.database.pool.query('delete from private.sessions')

describe('a token', () => {
  test('is kept while it lives longer than a minute', async () => {
    const { browser } = await signIn(app.url, 'bob')
    await endSoon(70)
    expect((await askToken(browser)).accessToken).toBe((await askToken(browser)).accessToken)
  })

  test('is renewed in its last minute, and whenever it is asked for', async () => {
    await clean()
    const { browser } = await signIn(app.url, 'bob')
    const first = await askToken(browser)
    await endSoon(59)
    const second = await askToken(browser)
    expect(decodeJwt(second.accessToken).jti).not.toBe(decodeJwt(first.accessToken).jti)
    const third = await askToken(browser, app, '?force=1')
    expect(decodeJwt(third.accessToken).jti).not.toBe(decodeJwt(second.accessToken).jti)
  })

  test('carries the groups that the person has at that moment', async () => {
    await clean()
    const { browser } = await signIn(app.url, 'promoted')
    env.provider.store.setGroup('promoted', 'goals-viewers')
    const { accessToken } = await askToken(browser, app, '?force=1')
    expect(decodeJwt(accessToken)['https://hasura.io/jwt/claims']).toMatchObject({
      'x-hasura-allowed-roles': ['viewer'],
    })
  })
})

describe('twenty requests at the moment of expiry, to two replicas', () => {
  test('renew the token once, and all get the same', async () => {
    await clean()
    const { browser } = await signIn(app.url, 'bob')
    await endSoon(-5)
    const before = await storedRefreshToken()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => askToken(browser, index % 2 ? app : replica)),
    )
    expect(answers.map(answer => answer.status)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(new Set(answers.map(answer => answer.accessToken)).size).toBe(1)
    expect(await storedRefreshToken()).not.toBe(before)
    expect((await askToken(browser)).status).toBe(200)
  })

  test('also when pages and scripts ask at once', async () => {
    await clean()
    const { browser } = await signIn(app.url, 'bob')
    await endSoon(-5)
    env.hasura.received.length = 0
    const pages = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        browser.visit(`${(index % 2 ? app : replica).url}/goals`),
      ),
    )
    expect(pages.map(page => page.status)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(new Set(env.hasura.received.map(({ headers }) => headers.authorization)).size).toBe(1)
  })
})

describe('the session ends', () => {
  test('when the provider refuses to refresh, because the person is deactivated there', async () => {
    await clean()
    const { browser } = await signIn(app.url, 'leaver')
    env.provider.store.setActive('leaver', false)
    await endSoon(-5)
    expect(await askToken(browser)).toMatchObject({
      status: 401,
      error: { code: 'unauthenticated' },
    })
    expect(await storedRefreshToken()).toBeUndefined()
  })

  test('when somebody used its refresh token elsewhere', async () => {
    await clean()
    const { browser } = await signIn(app.url, 'bob')
    const stolen = (await env.database.pool.query('select * from private.sessions')).rows[0]
    await askToken(browser, app, '?force=1')
    await env.database.pool.query('update private.sessions set refresh_token = $1', [
      stolen.refresh_token,
    ])
    expect((await askToken(browser, replica, '?force=1')).status).toBe(401)
    expect(await storedRefreshToken()).toBeUndefined()
  })
})

describe('while the provider is down', () => {
  test('nobody can sign in, and is told when to come back', async () => {
    await clean()
    const { browser } = await signIn(app.url, 'bob')
    await env.stopProvider()
    try {
      const fresh = await startAppServer(env, { port: await freePort() })
      const login = await new HttpBrowser().visit(`${fresh.url}/auth/login`)
      expect([
        login.status,
        login.headers.get('retry-after'),
        login.text.includes('The identity provider does not answer'),
      ]).toEqual([503, '5', true])
      const script = await fetch(`${fresh.url}/auth/login`, {
        headers: { accept: 'application/json' },
      })
      expect([script.status, await script.json()]).toEqual([
        503,
        { error: { code: 'unavailable', message: expect.stringContaining('does not answer') } },
      ])
      await fresh.stop()
      expect((await browser.visit(`${app.url}/goals`)).status).toBe(200)
      await endSoon(30)
      expect((await askToken(browser)).status).toBe(200)
      await endSoon(-5)
      expect((await askToken(browser)).status).toBe(503)
      const page = await browser.visit(`${app.url}/goals`)
      expect([
        page.status,
        page.headers.get('retry-after'),
        page.text.includes('href="/goals"'),
      ]).toEqual([503, '5', true])
    }
    finally {
      await env.startProvider()
    }
    expect((await askToken(browser)).status).toBe(200)
    expect((await browser.visit(`${app.url}/api/session`)).text).toContain(userIdFor('bob'))
  })
})
