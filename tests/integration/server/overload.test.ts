import { connect } from 'node:net'
import { print } from 'graphql'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { dashboardQuery } from '../../../app/graphql/viewer/goals.ts'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import { requestShare } from '../../../server/utils/gateway/upstream/request-slots.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { startEngineProcess, type EngineProcess } from '../../support/engine-process.ts'
import { percentile, timesOf } from '../../support/load.ts'
import { startTestEnvironment, type TestEnvironment } from '../../support/test-environment.ts'
import { tokenFor } from '../../support/tokens.ts'
import { inspectable, usedMemory } from '../../support/used-memory.ts'
import { until } from '../../../hasura/engine/tests/support/until.ts'

/** Of the pods: k8s/base/app/deployment.yaml and k8s/base/hasura/deployment.yaml. */
const podMemory = { app: 512 * 2 ** 20, hasura: 1024 * 2 ** 20 }

let env: TestEnvironment
let app: AppServer
let engine: EngineProcess
const sockets: WebSocket[] = []

beforeAll(async () => {
  env = await startTestEnvironment()
  engine = await startEngineProcess(env, { 'connections': '10', 'statement-timeout': '5000' })
  app = await startAppServer(env, { flags: [inspectable] })
  for (const name of ['mallory', 'bob'])
    await env.database.pool.query('insert into users (id, username, name) values ($1, $2, $2)', [
      userIdFor(name),
      name,
    ])
  await env.database.pool.query(
    `insert into goals (title, horizon, created_by, description)
    select 'Goal ' || n, 'yearly', $1, repeat('x', 19000) from generate_series(1, 800) n`,
    [userIdFor('mallory')],
  )
  await env.database.pool.query(
    `insert into goals (title, horizon, created_by)
    select 'Goal ' || n, 'weekly', $1 from generate_series(1, 50) n`,
    [userIdFor('bob')],
  )
})
afterEach(() => sockets.splice(0).forEach(socket => socket.terminate()))
afterAll(async () => {
  await app.stop()
  await engine.stop()
  await env.stop()
})

interface Body {
  data?: unknown
  errors?: { message: string, extensions: { code: string } }[]
}

async function post(
  username: string,
  body: object,
  signal?: AbortSignal,
): Promise<{
  status: number
  retryAfter: string | null
  body: Body
}> {
  const response = await fetch(`${app.url}/v1/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'authorization': `Bearer ${await tokenFor(env.provider, username)}`,
    },
    body: JSON.stringify(body),
    signal,
  })
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: (await response.json()) as Body,
  }
}

/** Statements of the engine that run or wait now. */
async function running(): Promise<number> {
  const { rowCount } = await env.database.pool.query(`select from pg_stat_activity
    where datname = current_database() and application_name = 'graphql-engine' and state <> 'idle'`)
  return rowCount ?? 0
}

/** Runs `work` while every request for categories waits. */
async function whileCategoriesAreLocked(work: () => Promise<void>): Promise<void> {
  const client = await env.database.pool.connect()
  try {
    await client.query('begin')
    await client.query('lock table categories in access exclusive mode')
    await work()
  }
  finally {
    await client.query('rollback')
    client.release()
  }
}

const slow = { query: '{ categories { id } }' }
const dashboard = { query: print(dashboardQuery), variables: { soon: '2026-12-31' } }

describe('one person who asks very much', () => {
  test('leaves the others their time: ten slow requests at once, then fifty', async () => {
    const askDashboard = async () => expect((await post('bob', dashboard)).status).toBe(200)
    await timesOf(20, askDashboard)
    const idle = percentile(await timesOf(60, askDashboard), 0.95)
    for (const count of [10, 50]) {
      await whileCategoriesAreLocked(async () => {
        const gone = new AbortController()
        const asked = Array.from({ length: count }, () =>
          post('mallory', slow, gone.signal).catch(() => undefined),
        )
        await until(async () => (await running()) === requestShare.maxRunning)
        const busy = percentile(await timesOf(60, askDashboard), 0.95)
        console.info(
          `p95 of a dashboard: ${idle.toFixed(1)} ms idle, ${busy.toFixed(1)} ms beside ${count} slow requests`,
        )
        expect(busy).toBeLessThan(3 * idle + 50)
        expect(await running()).toBeLessThanOrEqual(requestShare.maxRunning)
        gone.abort()
        await Promise.all(asked)
        await until(async () => (await running()) === 0)
      })
    }
  })

  test('is told so with 429, and when to come back', async () => {
    await whileCategoriesAreLocked(async () => {
      const { maxRunning, maxWaiting } = requestShare
      const gone = new AbortController()
      const refused: Awaited<ReturnType<typeof post>>[] = []
      const asked = Array.from({ length: maxRunning + maxWaiting + 3 }, () =>
        post('mallory', slow, gone.signal).then(
          answer => refused.push(answer),
          () => undefined,
        ),
      )
      await until(() => refused.length === 3)
      expect(refused[0]).toMatchObject({
        status: 429,
        retryAfter: '2',
        body: {
          errors: [{ message: expect.stringMatching(/^Too many requests at once/) as string }],
        },
      })
      gone.abort()
      await Promise.all(asked)
    })
  })

  test('reads that a statement took too long, and that a change may have been saved', async () => {
    await whileCategoriesAreLocked(async () => {
      const insert = { query: 'mutation { insert_categories_one(object: {name: "x"}) { id } }' }
      const [read, write] = await Promise.all([post('mallory', slow), post('mallory', insert)])
      expect(read).toMatchObject({
        status: 504,
        body: {
          errors: [
            {
              message: 'The answer took too long. Ask for less at once.',
              extensions: { code: 'timeout' },
            },
          ],
        },
      })
      expect(write).toMatchObject({
        status: 504,
        body: { errors: [{ message: expect.stringContaining('may have been saved') as string }] },
      })
    })
  })
})

describe('an answer', () => {
  test('of more than 10 MB is stopped', async () => {
    const answer = await post('mallory', { query: '{ goals { id description } }' })
    expect(answer).toMatchObject({
      status: 400,
      body: {
        errors: [
          {
            message: expect.stringMatching(/^The answer is too large: at most 10 MB/) as string,
            extensions: { code: 'limit-exceeded' },
          },
        ],
      },
    })
    expect(
      (await post('mallory', { query: '{ goals(limit: 400) { id description } }' })).status,
    ).toBe(200)
  })

  test('that would multiply is refused before it is asked for', async () => {
    const query =
      '{goals(limit:20){children{parent{children{parent{children{parent{description}}}}}}}}'
    const start = performance.now()
    expect(await post('mallory', { query })).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'limit-exceeded' } }] },
    })
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('clients that do not read their answers', () => {
  test('take little of the gateway\'s memory, and their person is told so', async () => {
    const token = await tokenFor(env.provider, 'mallory')
    const body = JSON.stringify({ query: '{ goals(limit: 450) { id description } }' })
    const before = await usedMemory(app)
    const clients = Array.from({ length: 30 }, () => {
      const client = connect(Number(new URL(app.url).port), 'localhost')
      client.write(
        `POST /v1/graphql HTTP/1.1\r\nHost: ${new URL(app.url).host}\r\n`
        + `Authorization: Bearer ${token}\r\nContent-Type: application/json\r\n`
        + `Content-Length: ${body.length}\r\n\r\n${body}`,
      )
      return client
    })
    await until(
      async () => (await post('mallory', { query: '{ goals(limit: 1) { id } }' })).status === 429,
    )
    await until(async () => (await running()) === 0)
    await new Promise(resolve => setTimeout(resolve, 500))
    const kept = (await usedMemory(app)) - before
    console.info(
      `thirty clients that do not read: ${Math.round(kept / 1e6)} MB more in the gateway`,
    )
    expect(kept).toBeLessThan(podMemory.app / 4)
    expect((await post('bob', dashboard)).status).toBe(200)
    clients.forEach(client => client.destroy())
    await until(
      async () => (await post('mallory', { query: '{ goals(limit: 1) { id } }' })).status === 200,
    )
  })
})

describe('a WebSocket', () => {
  async function subscribed(query: string): Promise<WebSocket> {
    const socket = new WebSocket(
      `${app.url.replace('http', 'ws')}/v1/graphql`,
      'graphql-transport-ws',
      { origin: app.url },
    )
    sockets.push(socket)
    const closed = new Promise(resolve => socket.once('close', resolve))
    await new Promise(resolve => socket.once('open', resolve))
    const acknowledged = new Promise(resolve => socket.once('message', resolve))
    socket.send(
      JSON.stringify({
        type: 'connection_init',
        payload: { Authorization: `Bearer ${await tokenFor(env.provider, 'mallory')}` },
      }),
    )
    await Promise.race([acknowledged, closed])
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }))
    return socket
  }

  test('that does not read is closed before much waits for it', async () => {
    const before = await usedMemory(app)
    const paused = await Promise.all(
      Array.from({ length: 10 }, () =>
        subscribed('subscription { goals(limit: 100) { id title description } }'),
      ),
    )
    await Promise.all(paused.map(socket => new Promise(resolve => socket.once('message', resolve))))
    paused.forEach(socket => socket.pause())
    let largest = 0
    for (let round = 0; round < 8; round += 1) {
      await env.database.pool.query('update goals set title = $1 where created_by = $2', [
        `Round ${round}`,
        userIdFor('mallory'),
      ])
      await new Promise(resolve => setTimeout(resolve, 150))
      largest = Math.max(largest, (await usedMemory(app)) - before)
    }
    console.info(
      `ten paused sockets: ${Math.round(largest / 1e6)} MB more in the gateway, ${Math.round(engine.residentMemory() / 1e6)} MB in the engine`,
    )
    expect(largest).toBeLessThan(podMemory.app / 4)
    expect(engine.residentMemory()).toBeLessThan(podMemory.hasura)
    paused.forEach(socket => socket.resume())
    await Promise.all(
      paused.map(
        socket =>
          socket.readyState === WebSocket.CLOSED
          || new Promise(resolve => socket.once('close', resolve)),
      ),
    )
  })

  test('is closed when too much waits for the other sockets of its person', async () => {
    const before = await usedMemory(app)
    const paused = await Promise.all(Array.from({ length: 19 }, () => subscribed('{ __typename }')))
    await Promise.all(paused.map(socket => new Promise(resolve => socket.once('message', resolve))))
    const query = 'subscription { goals(limit: 450) { id description } }'
    for (const socket of paused) {
      socket.pause()
      socket.send(JSON.stringify({ type: 'subscribe', id: '2', payload: { query } }))
    }
    await new Promise(resolve => setTimeout(resolve, 4000))
    const kept = (await usedMemory(app)) - before
    console.info(
      `nineteen sockets with a large answer: ${Math.round(kept / 1e6)} MB more in the gateway`,
    )
    const closed = paused.map(socket => new Promise(resolve => socket.once('close', resolve)))
    paused.forEach(socket => socket.resume())
    await Promise.any(closed)
    expect(kept).toBeLessThan(podMemory.app / 4)
  })

  test('whose answer is larger than 10 MB ends, and is not opened again', async () => {
    const socket = await subscribed('subscription { goals { id description } }')
    expect(await new Promise(resolve => socket.once('close', resolve))).toBe(4004)
  })

  test('has the share of its person', async () => {
    await whileCategoriesAreLocked(async () => {
      const socket = await subscribed('{ goals(limit: 1) { id } }')
      for (let id = 2; id < 20; id += 1)
        socket.send(JSON.stringify({ type: 'subscribe', id: String(id), payload: slow }))
      await until(async () => (await running()) === requestShare.maxRunning)
      await new Promise(resolve => setTimeout(resolve, 300))
      expect(await running()).toBe(requestShare.maxRunning)
      socket.terminate()
      await until(async () => (await running()) === 0)
    })
  })
})
