import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import type { HttpBrowser } from '../../support/http-browser.ts'
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

const sessionCookie = (browser: HttpBrowser) =>
  [...browser.cookies].find(([name]) => name.startsWith('goals-session'))?.[1].value
const refusal = {
  error: { code: 'other-person', message: 'This browser is now signed in as Quinn.' },
}

/** A browser in which Quinn has signed in, with a page that was rendered for Bob. */
async function handedOver(): Promise<HttpBrowser> {
  const { browser } = await signIn(app.url, 'bob')
  await browser.submitForm(await browser.visit(`${env.provider.issuer}end-session/`))
  await signIn(app.url, 'quinn', browser)
  browser.person = userIdFor('bob')
  return browser
}

describe('a page of another person', () => {
  test.each([
    ['POST', '/api/session/token'],
    ['POST', '/api/session/token?force=1'],
    ['POST', '/auth/logout'],
    ['GET', '/api/session'],
    ['GET', '/api/session/events'],
    ['GET', '/api/explain'],
    ['GET', '/api/access'],
    ['GET', '/api/admin/isolation'],
  ] as const)('is refused %s %s, and the session stays as it is', async (method, path) => {
    const browser = await handedOver()
    const before = sessionCookie(browser)
    const answer = await browser.ask(`${app.url}${path}`, method)
    expect([answer.status, JSON.parse(answer.text)]).toEqual([409, refusal])
    expect(sessionCookie(browser)).toBe(before)
    browser.person = userIdFor('quinn')
    expect((await browser.ask(`${app.url}/api/session/token`)).status).toBe(200)
  })

  test('is refused the news of the session also where it can only say so in the address', async () => {
    const browser = await handedOver()
    const answer = await browser.visit(
      `${app.url}/api/session/events?pagePerson=${userIdFor('bob')}`,
      { headers: { accept: 'text/event-stream' } },
    )
    expect([answer.status, JSON.parse(answer.text)]).toEqual([409, refusal])
  })
})

test('a page of a release that did not say whose it is gets no token, and a way on', async () => {
  const { browser } = await signIn(app.url, 'bob')
  browser.person = undefined
  const answer = await browser.ask(`${app.url}/api/session/token`)
  expect([answer.status, JSON.parse(answer.text).error]).toEqual([
    401,
    { code: 'unauthenticated', message: 'Goals was updated. Reload the page to go on.' },
  ])
  expect(answer.headers.getSetCookie()).toEqual([])
  const again = await browser.visit(`${app.url}/auth/login?returnTo=/goals`)
  expect(again.location).toBe(`${app.url}/goals`)
})

describe('a late answer to an earlier session leaves the cookie of a newer one alone', () => {
  test.each([
    ['GET', '/api/session'],
    ['POST', '/api/session/token'],
    ['GET', '/api/session/events'],
    ['GET', '/api/access'],
  ] as const)('%s %s', async (method, path) => {
    const { browser } = await signIn(app.url, 'bob')
    await env.database.pool.query('delete from private.sessions')
    const answer = await browser.ask(`${app.url}${path}`, method)
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []])
  })

  test('a page that a script has asked for', async () => {
    const { browser } = await signIn(app.url, 'bob')
    await env.database.pool.query('delete from private.sessions')
    const answer = await browser.visit(`${app.url}/goals`, {
      headers: { 'sec-fetch-dest': 'empty' },
    })
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([302, []])
    const shown = await browser.visit(`${app.url}/goals`, {
      headers: { 'sec-fetch-dest': 'document' },
    })
    expect(shown.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^goals-session-\d+=; Max-Age=0/),
    ])
  })
})
