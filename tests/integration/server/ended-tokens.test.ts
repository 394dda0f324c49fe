import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from '../../../dev/free-port.ts'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { openSocket } from '../../../hasura/engine/tests/support/graphql-socket.ts'
import type { HttpBrowser } from '../../support/http-browser.ts'
import {
  signIn,
  startTestEnvironment,
  type TestEnvironment,
} from '../../support/test-environment.ts'
import { tokenFor } from '../../support/tokens.ts'
import { until } from '../../../hasura/engine/tests/support/until.ts'

let env: TestEnvironment
let app: AppServer
let replica: AppServer

beforeAll(async () => {
  env = await startTestEnvironment()
  app = await startAppServer(env)
  replica = await startAppServer(env, { port: await freePort() })
  // The first to sign in becomes administrator.
  await signIn(app.url, 'alice')
})
afterAll(async () => {
  await app.stop()
  await replica.stop()
  await env.stop()
})
beforeEach(() => {
  env.hasura.received.length = 0
})

async function tokenOf(browser: HttpBrowser): Promise<string> {
  return (
    JSON.parse((await browser.ask(`${app.url}/api/session/token`)).text) as { accessToken: string }
  ).accessToken
}

async function post(
  token: string,
  server = app,
): Promise<[status: number, code: string | undefined]> {
  const response = await fetch(`${server.url}/v1/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'authorization': `Bearer ${token}` },
    body: JSON.stringify({ query: '{ goals { id } }' }),
  })
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] }
  return [response.status, errors?.[0]?.extensions.code]
}

const answered = [200, undefined]
const ended = [401, 'invalid-jwt']

/** Somebody who is signed in, and whose token both processes have just answered. */
async function signedIn(username: string): Promise<{ browser: HttpBrowser, token: string }> {
  const { browser } = await signIn(app.url, username)
  const token = await tokenOf(browser)
  expect([await post(token), await post(token, replica)]).toEqual([answered, answered])
  env.hasura.received.length = 0
  return { browser, token }
}

/** The other process hears of it a moment later. */
async function expectEnded(token: string): Promise<void> {
  await until(
    async () => (await post(token, replica))[0] === 401 && (await post(token))[0] === 401,
    () => 'both processes refuse the token',
    2000,
  )
  env.hasura.received.length = 0
  expect([await post(token), await post(token, replica)]).toEqual([ended, ended])
  expect(env.hasura.received).toEqual([])
}

describe('the token of a session that has ended is refused in every process', () => {
  test('after signing out here', async () => {
    const { browser, token } = await signedIn('bob')
    await browser.ask(`${app.url}/auth/logout`)
    await expectEnded(token)
  })

  test('after signing out at the provider', async () => {
    const { browser, token } = await signedIn('bob')
    await browser.submitForm(await browser.visit(`${env.provider.issuer}end-session/`))
    await expectEnded(token)
  })

  test('after the provider has refused to go on', async () => {
    const { browser, token } = await signedIn('leaver')
    env.provider.store.setActive('leaver', false)
    await browser.ask(`${app.url}/api/session/token?force=1`)
    await expectEnded(token)
  })

  test('after the person has lost their role', async () => {
    const { browser, token } = await signedIn('expelled')
    env.provider.store.database
      .prepare('UPDATE people SET "group" = NULL WHERE username = ?')
      .run('expelled')
    expect((await browser.ask(`${app.url}/api/session/token?force=1`)).status).toBe(401)
    await expectEnded(token)
  })

  test('while other sessions of the person, and other people, go on', async () => {
    const [left, stayed, other] = [
      await signedIn('bob'),
      await signedIn('bob'),
      await signedIn('eve'),
    ]
    await left.browser.ask(`${app.url}/auth/logout`)
    await expectEnded(left.token)
    expect([
      await post(stayed.token),
      await post(other.token),
      await post(other.token, replica),
    ]).toEqual([answered, answered, answered])
  })

  test('also in one that heard nothing of it, or has only just started', async () => {
    const { browser, token } = await signedIn('bob')
    await env.database.pool.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = \'goals session ends\' and datname = current_database()',
    )
    await browser.ask(`${app.url}/auth/logout`)
    expect([await post(token), await post(token, replica)]).toEqual([ended, ended])
    const fresh = await startAppServer(env, { port: await freePort() })
    expect(await post(token, fresh)).toEqual(ended)
    await fresh.stop()
  })

  test('when it does not say of which session it is, and is no newer than one that has ended', async () => {
    const { browser, token } = await signedIn('nameless')
    const exp = decodeJwt(token).exp!
    const [older, newer] = [
      await tokenFor(env.provider, 'nameless', { exp }),
      await tokenFor(env.provider, 'nameless', { exp: exp + 60 }),
    ]
    expect([await post(older), await post(newer)]).toEqual([answered, answered])
    await browser.ask(`${app.url}/auth/logout`)
    await until(
      async () => (await post(older))[0] === 401,
      () => 'the older token is refused',
      2000,
    )
    expect(await post(newer)).toEqual(answered)
  })
})

test('the token of a renewed session counts as long as it says another session of the provider', async () => {
  const { browser } = await signedIn('bob')
  await env.database.pool.query(
    'update private.sessions set sid = \'an earlier one\' where user_id = $1',
    [userIdFor('bob')],
  )
  await browser.ask(`${app.url}/api/session/token?force=1`)
  expect(await post(await tokenOf(browser))).toEqual(answered)
})

describe('a deactivated person', () => {
  const setActive = (username: string, isActive: boolean) =>
    env.database.pool.query('update users set is_active = $2 where id = $1', [
      userIdFor(username),
      isActive,
    ])

  test('is refused everything meanwhile', async () => {
    const { token } = await signedIn('off')
    await setActive('off', false)
    await until(
      async () => (await post(token, replica))[0] === 403 && (await post(token))[0] === 403,
      () => 'the token is refused',
      2000,
    )
    expect([await post(token), await post(token, replica)]).toEqual([
      [403, 'deactivated'],
      [403, 'deactivated'],
    ])
    const socket = await openSocket(app.url, 'graphql-transport-ws')
    socket.send({
      type: 'connection_init',
      payload: { headers: { Authorization: `Bearer ${token}` } },
    })
    expect(await socket.closed).toEqual({ code: 4403, reason: 'Session ended' })
  })

  test('who is activated again has to sign in again', async () => {
    const { browser, token } = await signedIn('back')
    await setActive('back', false)
    await setActive('back', true)
    expect((await browser.ask(`${app.url}/api/session/token`)).status).toBe(401)
    await expectEnded(token)
    expect(await post((await signedIn('back')).token)).toEqual(answered)
  })
})

describe('the gateway takes access tokens and no others', () => {
  const claims = { azp: undefined, uid: undefined }

  test('no ID token of the provider', async () => {
    const { browser } = await signIn(app.url, 'bob')
    const { form } = JSON.parse((await browser.ask(`${app.url}/auth/logout`)).text) as {
      form: { fields: { id_token_hint: string } }
    }
    expect(await post(form.fields.id_token_hint)).toEqual(ended)
  })

  test.each([
    ['without what only access tokens have', claims],
    ['with a nonce, as Authentik\'s have, but nothing else', { ...claims, nonce: 'x' }],
    ['for another client', { azp: 'other' }],
    ['that speaks for an access token', { at_hash: 'x' }],
  ])('none %s', async (_name, changes) => {
    expect(await post(await tokenFor(env.provider, 'frank', changes))).toEqual(ended)
    expect(env.hasura.received).toEqual([])
  })

  test('one with a nonce, which Authentik copies into access tokens', async () => {
    expect(await post(await tokenFor(env.provider, 'frank', { nonce: 'x' }))).toEqual(answered)
  })
})

describe('a page that waits for news of its session', () => {
  /** Reads a stream of server-sent events to its end. */
  async function news(
    browser: HttpBrowser,
    server = app,
  ): Promise<{ status: number, end: Promise<string> }> {
    const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${server.url}/api/session/events?pagePerson=${browser.person}`, {
      headers: { cookie },
    })
    return { status: response.status, end: response.text() }
  }

  test.each([
    [
      'signed out',
      'ended',
      ({ browser }: { browser: HttpBrowser }) => browser.ask(`${app.url}/auth/logout`),
    ],
    [
      'deactivated',
      'deactivated',
      () =>
        env.database.pool.query('update users set is_active = false where id = $1', [
          userIdFor('reader'),
        ]),
    ],
  ] as const)('hears in every process when the person is %s', async (_name, reason, change) => {
    const tab = await signedIn('reader')
    const [here, there] = [await news(tab.browser), await news(tab.browser, replica)]
    expect([here.status, there.status]).toEqual([200, 200])
    await change(tab)
    for (const { end } of [here, there])
      expect(await end).toContain(`event: ended\ndata: ${reason}\n`)
  })

  test('is sent away when the server cannot hear any more, and comes back', async () => {
    const { browser } = await signedIn('listener')
    const first = await news(browser)
    await env.database.pool.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = \'goals session ends\' and datname = current_database()',
    )
    expect(await first.end).not.toContain('event:')
    const second = await news(browser)
    await browser.ask(`${app.url}/auth/logout`)
    expect(await second.end).toContain('event: ended')
  })
})
