import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { freePort } from '../../../dev/free-port.ts'
import { startServerEngine } from '../../support/server-engine.ts'
import { startTestEnvironment, type TestEnvironment } from '../../support/test-environment.ts'

let env: TestEnvironment
let app: AppServer
let engine: { stop: () => Promise<void> }

beforeAll(async () => {
  env = await startTestEnvironment()
  engine = await startServerEngine(env)
  app = await startAppServer(env)
})
afterAll(async () => {
  await app.stop()
  await engine.stop().catch(() => {})
  await env.stop()
})

const ask = async (path: string) => {
  const response = await fetch(`${app.url}${path}`)
  return {
    status: response.status,
    body: (await response.json()) as object,
    headers: response.headers,
  }
}

describe('readiness', () => {
  test('is given when all parts are there', async () => {
    expect(await ask('/readyz')).toMatchObject({
      status: 200,
      body: { database: 'ok', schema: 'ok', graphql: 'ok' },
    })
  })

  test('does not need the identity provider: who is signed in goes on', async () => {
    await env.stopProvider()
    expect((await ask('/readyz')).status).toBe(200)
    await env.startProvider()
  })

  test('waits for the schema of this release', async () => {
    await env.database.pool.query(
      'update drizzle.__drizzle_migrations set created_at = created_at - 1000000000000',
    )
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: { schema: 'behind' } })
    await env.database.pool.query(
      'update drizzle.__drizzle_migrations set created_at = created_at + 1000000000000',
    )
    expect((await ask('/readyz')).status).toBe(200)
  })

  test('and everything that needs the database is refused for a while when that is away', async () => {
    const nowhere = `postgres://nobody@127.0.0.1:${await freePort()}/goals`
    const cutOff = await startAppServer(env, {
      port: await freePort(),
      variables: { SERVER_DATABASE_URL: nowhere },
    })
    const cookie = `goals-session-${env.port}=${'A'.repeat(43)}`
    for (const path of ['/api/session', '/goals']) {
      const response = await fetch(`${cutOff.url}${path}`, { headers: { cookie } })
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    }
    expect((await fetch(`${cutOff.url}/readyz`)).status).toBe(503)
    await cutOff.stop()
  })

  test('ends with Hasura; the process itself stays healthy', async () => {
    await engine.stop()
    expect(await ask('/readyz')).toMatchObject({
      status: 503,
      body: { database: 'ok', graphql: 'unreachable' },
    })
    expect(await ask('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } })
  })
})

test('every answer carries the headers that browsers need to be strict', async () => {
  for (const path of ['/healthz', '/api/session', '/auth/login', '/']) {
    const response = await fetch(`${app.url}${path}`, { redirect: 'manual' })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
  }
})
