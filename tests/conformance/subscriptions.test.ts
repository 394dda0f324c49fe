import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminSecret, startTestEngine, type TestEngine } from '../support/engine.ts'
import { openSocket, type GraphQLSocket } from '../support/graphql-socket.ts'
import { goalsFixture } from '../support/goals-fixture.ts'

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({ ...goalsFixture, options: { liveQueryInterval: 60_000, streamingInterval: 60_000, log: () => undefined } })
})
afterAll(() => world.stop())

const admin = { 'x-hasura-admin-secret': adminSecret }
const as = (id: number) => ({ ...admin, 'x-hasura-role': 'user', 'x-hasura-user-id': String(id) })
const ownGoals = 'subscription { goals(order_by: {id: asc}) { title } }'

async function subscribe(headers: Record<string, string>, query: string, variables: object = {}): Promise<GraphQLSocket> {
  const socket = await openSocket(world.url, 'graphql-transport-ws', headers)
  socket.send({ type: 'subscribe', id: '1', payload: { query, variables } })
  return socket
}

async function data(socket: GraphQLSocket): Promise<unknown> {
  const { payload } = await socket.next() as { payload: { data?: unknown } }
  return payload.data ?? payload
}

/** Lets the triggers be installed and the result after that be read. */
const settled = () => new Promise(resolve => setTimeout(resolve, 300))

describe('live queries', () => {
  it('follow writes at once, without any poll', async () => {
    const socket = await subscribe(as(1), ownGoals)
    expect(await data(socket)).toEqual({ goals: [{ title: 'run' }] })
    await settled()
    const started = performance.now()
    await world.sql(`update goals set title = 'run far' where id = 1`)
    expect(await data(socket)).toEqual({ goals: [{ title: 'run far' }] })
    expect(performance.now() - started).toBeLessThan(500)
    await world.sql(`update goals set title = 'run' where id = 1`)
    expect(await data(socket)).toEqual({ goals: [{ title: 'run' }] })
    socket.close()
  })

  it('never mix sessions, and say nothing to those whose result stays', async () => {
    const [ada, ben] = await Promise.all([subscribe(as(1), ownGoals), subscribe(as(2), ownGoals)])
    expect(await data(ada)).toEqual({ goals: [{ title: 'run' }] })
    expect(await data(ben)).toEqual({ goals: [{ title: 'read' }] })
    await settled()
    await world.sql(`update goals set title = 'read more' where id = 2`)
    expect(await data(ben)).toEqual({ goals: [{ title: 'read more' }] })
    expect(ada.waiting()).toEqual([])
    await world.sql(`update goals set title = 'read' where id = 2`)
    ada.close()
    ben.close()
  })

  it('follow tables that only a filter or a view reads', async () => {
    const tasks = await subscribe(as(1), 'subscription { tasks { title } }')
    const view = await subscribe(as(1), 'subscription { open_goals { title } }')
    expect(await data(tasks)).toEqual({ tasks: [{ title: 'shoes' }] })
    expect(await data(view)).toEqual({ open_goals: [{ title: 'run' }] })
    await settled()
    await world.sql('update goals set owner_id = 2 where id = 1')
    expect(await data(tasks)).toEqual({ tasks: [] })
    expect(await data(view)).toEqual({ open_goals: [] })
    await world.sql('update goals set owner_id = 1 where id = 1')
    tasks.close()
    view.close()
  })

  it('serve two aliases of one query', async () => {
    const one = await subscribe(as(1), 'subscription { a: goals { title } }')
    const two = await subscribe(as(1), 'subscription { b: goals { title } }')
    expect([await data(one), await data(two)]).toEqual([{ a: [{ title: 'run' }] }, { b: [{ title: 'run' }] }])
    one.close()
    two.close()
  })

  it('of a bad value fail alone', async () => {
    const query = 'subscription ($w: numeric!) { goals(where: {weight: {_gt: $w}}, order_by: {id: asc}) { id } }'
    const sockets = await Promise.all(['0', 'not a number', '1000'].map(w => subscribe(admin, query, { w })))
    const [good, bad, better] = await Promise.all(sockets.map(data))
    expect(good).toEqual({ goals: [{ id: 1 }, { id: 2 }] })
    expect(bad).toMatchObject([{ extensions: { code: 'data-exception' } }])
    expect(better).toEqual({ goals: [{ id: 2 }] })
    for (const socket of sockets) socket.close()
  })

  it.each([
    ['two root fields', 'subscription { goals { id } people { id } }', 'subscriptions must select one top level field'],
    ['an unknown field', 'subscription { nobody { id } }', `field 'nobody' not found in type: 'subscription_root'`],
  ])('of %s are refused', async (_name, query, message) => {
    const socket = await subscribe(admin, query)
    expect(await data(socket)).toMatchObject([{ message, extensions: { code: 'validation-failed' } }])
    socket.close()
  })

  it('fail for a session that lacks a variable', async () => {
    const socket = await subscribe({ ...admin, 'x-hasura-role': 'user' }, ownGoals)
    expect(await data(socket)).toMatchObject([{ message: 'missing session variable: "x-hasura-user-id"', extensions: { code: 'not-found' } }])
    socket.close()
  })

  it('survive a database that ends every connection', async () => {
    const socket = await subscribe(as(1), ownGoals)
    await data(socket)
    await settled()
    await world.sql(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'graphql-engine%'`)
    await world.sql(`update goals set title = 'run again' where id = 1`)
    expect(await data(socket)).toEqual({ goals: [{ title: 'run again' }] })
    await world.sql(`update goals set title = 'run' where id = 1`)
    expect(await data(socket)).toEqual({ goals: [{ title: 'run' }] })
    socket.close()
  })
})

describe('without triggers', () => {
  it('live queries are polled, and the database is left as it is', async () => {
    const polled = await startTestEngine({ ...goalsFixture, options: { changeTriggers: false, liveQueryInterval: 50 } })
    const socket = await openSocket(polled.url, 'graphql-transport-ws', as(1))
    socket.send({ type: 'subscribe', id: '1', payload: { query: ownGoals } })
    await data(socket)
    await polled.sql(`update goals set title = 'polled' where id = 1`)
    expect(await data(socket)).toEqual({ goals: [{ title: 'polled' }] })
    expect((await polled.sql(`select from pg_namespace where nspname = 'graphql_engine'`)).rowCount).toBe(0)
    await polled.stop()
  })
})

describe('a database user who may not create triggers', () => {
  it('has live queries too: they are polled', async () => {
    const lines: string[] = []
    await world.sql(`
      create role reader login password 'reader';
      grant usage on schema public to reader;
      grant select on all tables in schema public to reader`)
    const databaseUrl = Object.assign(new URL(world.databaseUrl), { username: 'reader', password: 'reader' }).href
    const weak = await startTestEngine({ ...goalsFixture, options: { databaseUrl, liveQueryInterval: 50, log: line => lines.push(line) } })
    const socket = await openSocket(weak.url, 'graphql-transport-ws', as(2))
    socket.send({ type: 'subscribe', id: '1', payload: { query: 'subscription { people { name } }' } })
    expect(await data(socket)).toEqual({ people: [{ name: 'Ben' }] })
    await world.sql(`update people set name = 'Benjamin' where id = 2`)
    expect(await data(socket)).toEqual({ people: [{ name: 'Benjamin' }] })
    await expect.poll(() => lines.join(), { timeout: 10_000 }).toContain('live queries are polled because triggers cannot be installed: permission denied')
    await weak.stop()
    await world.sql('drop owned by reader; drop role reader')
  })
})

describe('streaming', () => {
  const stream = 'subscription ($after: Int!) { tasks_stream(batch_size: 2, cursor: {initial_value: {id: $after}}) { id } }'
  const ids = async (socket: GraphQLSocket) => (await data(socket) as { tasks_stream: { id: number }[] }).tasks_stream.map(({ id }) => id)

  it('gives rows after the cursor, batch by batch, then new ones', async () => {
    await world.sql(`insert into tasks (id, goal_id, title) select 1000 + n, 1, 't' from generate_series(1, 5) n`)
    const socket = await subscribe(admin, stream, { after: 1000 })
    expect([await ids(socket), await ids(socket), await ids(socket)]).toEqual([[1001, 1002], [1003, 1004], [1005]])
    await settled()
    expect(socket.waiting()).toEqual([])
    await world.sql(`insert into tasks (id, goal_id, title) values (1006, 2, 't')`)
    expect(await ids(socket)).toEqual([1006])
    socket.close()
  })

  it('starts where each subscriber says', async () => {
    const first = await subscribe(admin, stream, { after: 1002 })
    expect(await ids(first)).toEqual([1003, 1004])
    const second = await subscribe(admin, stream, { after: 1002 })
    expect(await ids(second)).toEqual([1003, 1004])
    first.close()
    second.close()
  })

  it('needs one column', async () => {
    const socket = await subscribe(admin, 'subscription { tasks_stream(batch_size: 1, cursor: {initial_value: {}}) { id } }')
    expect(await data(socket)).toMatchObject([{ message: 'one streaming column field is expected' }])
    socket.close()
  })
})
