import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../../../dev/free-port.ts'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import {
  openSocket,
  type GraphQLSocket,
} from '../../../hasura/engine/tests/support/graphql-socket.ts'
import type { HttpBrowser } from '../../support/http-browser.ts'
import { startServerEngine } from '../../support/server-engine.ts'
import {
  signIn,
  startTestEnvironment,
  type TestEnvironment,
} from '../../support/test-environment.ts'
import { tokenFor } from '../../support/tokens.ts'

let env: TestEnvironment
let app: AppServer
let replica: AppServer
let engine: { stop: () => Promise<void> }

beforeAll(async () => {
  env = await startTestEnvironment()
  engine = await startServerEngine(env)
  app = await startAppServer(env)
  replica = await startAppServer(env, { port: await freePort() })
  // The first to sign in becomes administrator.
  await signIn(app.url, 'alice')
})
afterAll(async () => {
  await app.stop()
  await replica.stop()
  await engine.stop()
  await env.stop()
})

/** A signed-in browser with a live query over a socket. */
interface Tab {
  browser: HttpBrowser
  token: string
  socket: GraphQLSocket
}

const connect = (token: string, server = app, role = 'member') =>
  openSocket(server.url, 'graphql-transport-ws', {
    'Authorization': `Bearer ${token}`,
    'x-hasura-role': role,
  })

async function accessToken(browser: HttpBrowser, query = ''): Promise<string> {
  const { text } = await browser.ask(`${app.url}/api/session/token${query}`)
  return (JSON.parse(text) as { accessToken: string }).accessToken
}

async function openTab(username: string, server = app): Promise<Tab> {
  const { browser } = await signIn(app.url, username)
  const token = await accessToken(browser)
  const socket = await connect(token, server)
  socket.send({
    type: 'subscribe',
    id: 'live',
    payload: { query: 'subscription { users { username } }' },
  })
  expect(await socket.next()).toEqual({
    type: 'next',
    id: 'live',
    payload: { data: { users: [{ username }] } },
  })
  return { browser, token, socket }
}

const signOut = ({ browser }: Tab, server = app) => browser.ask(`${server.url}/auth/logout`)

const sessionEnded = { code: 4403, reason: 'Session ended' }

async function expectOpen({ socket }: Pick<Tab, 'socket'>): Promise<void> {
  socket.send({ type: 'subscribe', id: 'still', payload: { query: '{ __typename }' } })
  expect(await socket.next()).toEqual({
    type: 'next',
    id: 'still',
    payload: { data: { __typename: 'query_root' } },
  })
  expect(await socket.next()).toEqual({ type: 'complete', id: 'still' })
}

describe('signing out ends the sockets', () => {
  test('of the session and no others, and its token opens no more', async () => {
    const [left, stayed, other] = [await openTab('bob'), await openTab('bob'), await openTab('eve')]
    const second = await connect(left.token)
    expect((await signOut(left)).status).toBe(200)
    expect([await left.socket.closed, await second.closed]).toEqual([sessionEnded, sessionEnded])
    await Promise.all([stayed, other].map(expectOpen))
    const again = await openSocket(app.url, 'graphql-transport-ws')
    again.send({
      type: 'connection_init',
      payload: { headers: { Authorization: `Bearer ${left.token}` } },
    })
    expect(await again.closed).toEqual(sessionEnded)
    await expectOpen(await openTab('bob'))
  })

  test('in another process', async () => {
    const [here, there, other] = [
      await openTab('bob'),
      await openTab('dora', replica),
      await openTab('eve', replica),
    ]
    await signOut(there)
    expect(await there.socket.closed).toEqual(sessionEnded)
    await signOut(here, replica)
    expect(await here.socket.closed).toEqual(sessionEnded)
    await expectOpen(other)
  })

  test('whose tokens do not say of which session they are', async () => {
    const [tab, other] = [await openTab('bob'), await openTab('eve')]
    const nameless = await connect(
      await tokenFor(env.provider, 'bob', { exp: Math.floor(Date.now() / 1000) + 600 }),
    )
    await signOut(tab)
    expect(await nameless.closed).toEqual(sessionEnded)
    await expectOpen(other)
  })
})

describe('sockets also end', () => {
  test('with a session of which the provider does not say which it is', async () => {
    const [tab, other] = [await openTab('bob'), await openTab('eve')]
    await env.database.pool.query('update private.sessions set sid = null where user_id = $1', [
      userIdFor('bob'),
    ])
    await signOut(tab)
    expect(await tab.socket.closed).toEqual(sessionEnded)
    await expectOpen(other)
  })

  test('when the person signs out at the provider', async () => {
    const [tab, other] = [await openTab('dora'), await openTab('eve')]
    await tab.browser.submitForm(await tab.browser.visit(`${env.provider.issuer}end-session/`))
    expect(await tab.socket.closed).toEqual(sessionEnded)
    await expectOpen(other)
  })

  test('when another session takes the place of theirs', async () => {
    const [tab, other] = [await openTab('bob'), await openTab('eve')]
    await signIn(app.url, 'bob', tab.browser)
    expect(await tab.socket.closed).toEqual(sessionEnded)
    await expectOpen(other)
  })

  test('when the provider refuses to go on', async () => {
    const [tab, other] = [await openTab('leaver'), await openTab('eve')]
    env.provider.store.setActive('leaver', false)
    await accessToken(tab.browser, '?force=1')
    expect(await tab.socket.closed).toEqual(sessionEnded)
    await expectOpen(other)
  })

  test('when an administrator deactivates the person, whatever token they hold', async () => {
    const [admin, tab, other] = [await openTab('alice'), await openTab('bob'), await openTab('eve')]
    const nameless = await connect(
      await tokenFor(env.provider, 'bob', { exp: Math.floor(Date.now() / 1000) + 600 }),
    )
    const chief = await connect(admin.token, app, 'org_admin')
    chief.send({
      type: 'subscribe',
      id: '1',
      payload: {
        query:
          'mutation ($id: uuid!) { update_users_by_pk(pk_columns: {id: $id}, _set: {is_active: false}) { is_active } }',
        variables: { id: userIdFor('bob') },
      },
    })
    expect(await chief.next()).toMatchObject({
      payload: { data: { update_users_by_pk: { is_active: false } } },
    })
    expect([await tab.socket.closed, await nameless.closed]).toEqual([sessionEnded, sessionEnded])
    await expectOpen(other)
  })

  test('when the server no longer hears of sessions, until it does', async () => {
    const tab = await openTab('eve')
    await env.database.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = \'goals session ends\' and datname = current_database()',
    )
    expect(await tab.socket.closed).toMatchObject({ code: 1013 })
    const next = { ...tab, socket: await connect(tab.token) }
    await expectOpen(next)
    await signOut(next)
    expect(await next.socket.closed).toEqual(sessionEnded)
  })
})
