import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminSecret, startTestEngine, type TestEngine } from '../support/engine.ts'
import { goalsFixture } from '../support/goals-fixture.ts'
import { openSocket } from '../support/graphql-socket.ts'

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({ ...goalsFixture, options: { connections: 2 } })
})
afterAll(() => world.stop())

const headers = { 'x-hasura-admin-secret': adminSecret }
const slow = '{ slow(args: {seconds: 30}) { id } }'

function post(query: string, signal?: AbortSignal): Promise<Response> {
  return fetch(`${world.url}/v1/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query }),
    signal,
  })
}

async function running(): Promise<number> {
  const { rows } = await world.sql(`select count(*)::int as busy from pg_stat_activity
    where datname = current_database() and application_name = 'graphql-engine' and state <> 'idle'`)
  return (rows[0] as { busy: number }).busy
}

describe('a statement is cancelled', () => {
  test('when the HTTP client is gone', async () => {
    const gone = new AbortController()
    const asked = post(slow, gone.signal)
    await expect.poll(running).toBe(1)
    gone.abort()
    await expect(asked).rejects.toThrow('abort')
    await expect.poll(running, { timeout: 3000 }).toBe(0)
  })

  test('when a socket completes its operation, or closes', async () => {
    for (const end of [{ type: 'complete', id: '1' }, 'close'] as const) {
      const socket = await openSocket(world.url, 'graphql-transport-ws', headers)
      socket.send({ type: 'subscribe', id: '1', payload: { query: slow } })
      await expect.poll(running).toBe(1)
      if (end === 'close') socket.close()
      else socket.send(end)
      await expect.poll(running, { timeout: 3000 }).toBe(0)
      socket.close()
    }
  })

  test('when the last subscriber of a live query leaves', async () => {
    const socket = await openSocket(world.url, 'graphql-transport-ws', headers)
    socket.send({ type: 'subscribe', id: '1', payload: { query: `subscription ${slow}` } })
    await expect.poll(running).toBe(1)
    socket.send({ type: 'complete', id: '1' })
    await expect.poll(running, { timeout: 3000 }).toBe(0)
    socket.close()
  })

  test('and rolls back the mutation that it belongs to', async () => {
    const count = () =>
      world.sql(`select from goals where title = 'half'`).then(({ rowCount }) => rowCount)
    await world.sql(`create function sleepy() returns trigger language plpgsql as $$ begin perform pg_sleep(30); return new; end $$;
      create trigger sleepy before insert on goals for each row when (new.title = 'sleepy') execute function sleepy()`)
    const gone = new AbortController()
    const object = (title: string) =>
      `insert_goals_one(object: {title: "${title}", owner_id: 1}) { id }`
    const asked = post(`mutation { a: ${object('half')} b: ${object('sleepy')} }`, gone.signal)
    await expect.poll(running).toBe(1)
    gone.abort()
    await expect(asked).rejects.toThrow('abort')
    await expect.poll(running, { timeout: 3000 }).toBe(0)
    expect(await count()).toBe(0)
    await world.ask('admin', `mutation { ${object('half')} }`)
    expect(await count()).toBe(1)
  })
})

test('waiting for a connection is given up', async () => {
  const holders = [new AbortController(), new AbortController()]
  const held = holders.map(({ signal }) => post(slow, signal).catch(() => undefined))
  await expect.poll(running).toBe(2)
  const gone = new AbortController()
  const waiting = Array.from({ length: 50 }, () => post(slow, gone.signal).catch(() => undefined))
  gone.abort()
  await Promise.all(waiting)
  const patient = post('{ goals { id } }')
  holders.forEach(holder => holder.abort())
  await Promise.all(held)
  expect(await (await patient).json()).toMatchObject({ data: {} })
  await expect.poll(running, { timeout: 3000 }).toBe(0)
})

test('no other request is ever cancelled', async () => {
  const failures: unknown[] = []
  const impatient = async () => {
    for (let round = 0; round < 60; round += 1) {
      await post('{ goals { id } }', AbortSignal.timeout(round % 6)).catch(() => undefined)
    }
  }
  const patient = async () => {
    for (let round = 0; round < 60; round += 1) {
      const { errors } = await world.ask('admin', '{ goals { id title } }')
      if (errors) failures.push(errors)
    }
  }
  await Promise.all([impatient(), impatient(), patient(), patient()])
  expect(failures).toEqual([])
})

test('polls of live queries leave connections for requests', async () => {
  const socket = await openSocket(world.url, 'graphql-transport-ws', headers)
  for (let id = 0; id < 10; id += 1) {
    const query = `subscription { slow(args: {seconds: ${20 + id}}) { id } }`
    socket.send({ type: 'subscribe', id: String(id), payload: { query } })
  }
  await expect.poll(running).toBe(1)
  expect((await world.ask('admin', '{ goals { id } }')).data).toBeDefined()
  socket.close()
  await expect.poll(running, { timeout: 3000 }).toBe(0)
})
