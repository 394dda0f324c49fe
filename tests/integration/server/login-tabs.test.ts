import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { HttpBrowser, type Visit } from '../../support/http-browser.ts'
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
  // The first to sign in becomes administrator.
  await signIn(app.url, 'alice')
})
afterAll(async () => {
  await app.stop()
  await env.stop()
})
beforeEach(() => env.database.pool.query('delete from private.sessions'))

const isCallback = (url: string) => url.startsWith(`${app.url}/auth/callback`)

/** Asks for a page without a session, and stays on the provider's page. */
const openTab = async (browser: HttpBrowser, page: string) =>
  browser.follow(await browser.visit(app.url + page), isCallback)

/** Answers the provider's page of a tab, and follows it to the end. */
async function finish(browser: HttpBrowser, tab: Visit, username = 'bob'): Promise<Visit> {
  return browser.follow(await browser.submit(tab.url, { username }))
}

describe('tabs that sign in at once', () => {
  test('lead each to its own page, in any order and however long their addresses are', async () => {
    const browser = new HttpBrowser()
    const pages = Array.from(
      { length: 12 },
      (_, tab) => `/goals?tab=${tab}${'&long=%C3%A4'.repeat(tab * 14)}`,
    )
    const tabs: Visit[] = []
    for (const page of pages) tabs.push(await openTab(browser, page))
    for (const tab of [7, 0, 11, 3, 1, 2, 4, 10, 9, 8, 6, 5]) {
      const end = await finish(browser, tabs[tab]!)
      expect([end.status, end.url]).toEqual([200, app.url + pages[tab]])
    }
    const own = [...browser.cookies]
      .filter(([name]) => name.startsWith('goals-'))
      .map(([name, { value }]) => `${name}=${value}`)
    expect(own.join('; ').length).toBeLessThan(300)
  })

  test('that begin in the same moment, without a cookie yet', async () => {
    const browser = new HttpBrowser()
    const tabs = await Promise.all(
      Array.from({ length: 6 }, (_, tab) => openTab(browser, `/goals?tab=${tab}`)),
    )
    for (const [tab, page] of tabs.entries())
      expect((await finish(browser, page)).url).toBe(`${app.url}/goals?tab=${tab}`)
  })

  test('beyond the limit lose the oldest', async () => {
    const browser = new HttpBrowser()
    const logins = await Promise.all(
      Array.from({ length: 9 }, () =>
        browser.visit(`${app.url}/auth/login`, { headers: { cookie: '' } }),
      ),
    )
    expect(logins.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 302))
    const names = [...browser.cookies.keys()].filter(name => name.startsWith('goals-login-'))
    expect(names).toHaveLength(9)
    for (const name of names)
      browser.cookies.set(name, { ...browser.cookies.get(name)!, value: 'damaged' })
    await browser.visit(`${app.url}/auth/login`)
    expect(
      [...browser.cookies.keys()].filter(name => name.startsWith('goals-login-')),
    ).toHaveLength(8)
  })

  test.each([2001, 7000])('with an address of %i characters keep its path', async (length) => {
    const browser = new HttpBrowser()
    const end = await finish(browser, await openTab(browser, `/goals?q=${'x'.repeat(length - 9)}`))
    expect([end.status, end.url]).toEqual([200, `${app.url}/goals`])
  })
})

describe('with a live session', () => {
  test('signing in goes straight to the page, also while the provider is down', async () => {
    const { browser } = await signIn(app.url, 'bob')
    await env.stopProvider()
    try {
      const answer = await browser.visit(`${app.url}/auth/login?returnTo=%2Fgoals%3Fa%3D1`)
      expect([answer.status, answer.location]).toEqual([302, `${app.url}/goals?a=1`])
    }
    finally {
      await env.startProvider()
    }
  })

  test.each([
    [
      'whose cookie is gone',
      (browser: HttpBrowser) =>
        [...browser.cookies.keys()]
          .filter(name => name.startsWith('goals-login'))
          .forEach(name => browser.cookies.delete(name)),
    ],
    ['whose code is spent', () => {}],
  ])('a late callback %s goes straight to its page', async (_name, change) => {
    const browser = new HttpBrowser()
    const tab = await openTab(browser, '/trash?late')
    const callback = await browser.follow(
      await browser.submit(tab.url, { username: 'bob' }),
      isCallback,
    )
    await browser.visit(callback.location!)
    change(browser)
    const end = await browser.visit(callback.location!)
    expect([end.status, end.location]).toEqual([302, `${app.url}/trash?late`])
  })

  test('somebody else who signs in takes its place', async () => {
    const { browser } = await signIn(app.url, 'bob')
    await browser.submitForm(await browser.visit(`${env.provider.issuer}end-session/`))
    await signIn(app.url, 'eve', browser)
    expect(JSON.parse((await browser.visit(`${app.url}/api/session`)).text)).toMatchObject({
      user: { id: userIdFor('eve') },
    })
  })
})

test('a sign-in that cannot be finished leads back to its own page', async () => {
  const browser = new HttpBrowser()
  const tab = await openTab(browser, '/goals?mine')
  const callback = await browser.follow(
    await browser.submit(tab.url, { username: 'bob' }),
    isCallback,
  )
  const elsewhere = await new HttpBrowser().visit(callback.location!)
  expect([
    elsewhere.status,
    elsewhere.text.includes('href="/auth/login?returnTo=%2Fgoals%3Fmine"'),
  ]).toEqual([400, true])
})

describe('somebody who may not get in', () => {
  const expel = (username: string) =>
    env.provider.store.database
      .prepare('UPDATE people SET "group" = NULL WHERE username = ?')
      .run(username)
  const deactivate = (username: string) =>
    env.database.pool.query('update users set is_active = false where id = $1', [
      userIdFor(username),
    ])

  test.each([
    ['without a role', 'expelled', expel, 'no role in this application'],
    ['who is deactivated', 'stopped', deactivate, 'ask an administrator to activate'],
  ] as const)('%s can sign in as somebody else', async (_name, username, change, words) => {
    const { browser } = await signIn(app.url, username)
    await change(username)
    await env.database.pool.query('delete from private.sessions')
    const refused = await browser.follow(await browser.visit(`${app.url}/goals?mine`))
    expect([refused.status, refused.text.toLowerCase().includes(words.toLowerCase())]).toEqual([
      403,
      true,
    ])
    expect(refused.text).toContain('href="/auth/login?returnTo=%2Fgoals%3Fmine"')
    expect(refused.headers.get('content-security-policy')).toContain(
      `form-action 'self' ${new URL(env.provider.issuer).origin}`,
    )
    const again = await browser.follow(await browser.visit(`${app.url}/auth/login`))
    expect(again.status).toBe(403)
    const asked = await browser.follow(await browser.submitForm(await browser.submitForm(refused)))
    expect([asked.status, asked.text.includes('Who is signing in?')]).toEqual([200, true])
    const end = await browser.follow(await browser.submit(asked.url, { username: 'eve' }))
    expect(end.url).toBe(`${app.url}/`)
    expect(JSON.parse((await browser.visit(`${app.url}/api/session`)).text)).toMatchObject({
      user: { username: 'eve' },
    })
  })
})
