import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineOptions } from '../../index.ts'
import { adminSecret, startTestEngine, type TestEngine } from '../support/engine.ts'
import { openSocket, type GraphQLSocket } from '../support/graphql-socket.ts'
import { goalsFixture } from '../support/goals-fixture.ts'
import { until } from '../support/until.ts'

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({
    ...goalsFixture,
    options: { liveQueryInterval: 60_000, streamingInterval: 60_000, log: () => undefined },
  })
})
afterAll(() => world.stop())

const admin = { 'x-hasura-admin-secret': adminSecret }
const as = (id: number) => ({ ...admin, 'x-hasura-role': 'user', 'x-hasura-user-id': String(id) })
const ownGoals = 'subscription { goals(order_by: {id: asc}) { title } }'

async function subscribe(
  headers: Record<string, string>,
  query: string,
  variables: object = {},
): Promise<GraphQLSocket> {
  const socket = await openSocket(world.url, 'graphql-transport-ws', headers)
  socket.send({ type: 'subscribe', id: '1', payload: { query, variables } })
  return socket
}

async function data(socket: GraphQLSocket): Promise<unknown> {
  const { payload } = (await socket.next()) as { payload: { data?: unknown } }
  return payload.data ?? payload
}

const count = async (sql: TestEngine['sql'], query: string) =>
  Number((await sql(query)).rows[0]?.count)
const triggersOn = (table: string) =>
  `select count(*) from pg_trigger where tgrelid = '${table}'::regclass and tgname like 'graphql\\_engine\\_%'`
const listeners = `select count(*) from pg_stat_activity where datname = current_database() and application_name = 'graphql-engine changes' and query like 'listen%'`

/** Waits until the triggers are there and somebody listens to them. */
const settled = () =>
  until(
    async () =>
      (await count(world.sql, triggersOn('goals'))) === 4
      && (await count(world.sql, listeners)) > 0,
  )

describe('live queries', () => {
  test('follow writes without any poll', async () => {
    const socket = await subscribe(as(1), ownGoals)
    expect(await data(socket)).toEqual({ goals: [{ title: 'run' }] })
    await world.sql(`update goals set title = 'run far' where id = 1`)
    expect(await data(socket)).toEqual({ goals: [{ title: 'run far' }] })
    await world.sql(`update goals set title = 'run' where id = 1`)
    expect(await data(socket)).toEqual({ goals: [{ title: 'run' }] })
    socket.close()
  })

  test('never mix sessions, and say nothing to those whose result stays', async () => {
    const [ada, ben] = await Promise.all([subscribe(as(1), ownGoals), subscribe(as(2), ownGoals)])
    expect(await data(ada)).toEqual({ goals: [{ title: 'run' }] })
    expect(await data(ben)).toEqual({ goals: [{ title: 'read' }] })
    await world.sql(`update goals set title = 'read more' where id = 2`)
    expect(await data(ben)).toEqual({ goals: [{ title: 'read more' }] })
    expect(ada.waiting()).toEqual([])
    await world.sql(`update goals set title = 'read' where id = 2`)
    ada.close()
    ben.close()
  })

  test('follow tables that only a filter or a view reads', async () => {
    const tasks = await subscribe(as(1), 'subscription { tasks { title } }')
    const view = await subscribe(as(1), 'subscription { open_goals { title } }')
    expect(await data(tasks)).toEqual({ tasks: [{ title: 'shoes' }] })
    expect(await data(view)).toEqual({ open_goals: [{ title: 'run' }] })
    await world.sql('update goals set owner_id = 2 where id = 1')
    expect(await data(tasks)).toEqual({ tasks: [] })
    expect(await data(view)).toEqual({ open_goals: [] })
    await world.sql('update goals set owner_id = 1 where id = 1')
    tasks.close()
    view.close()
  })

  test('serve two aliases of one query', async () => {
    const one = await subscribe(as(1), 'subscription { a: goals { title } }')
    const two = await subscribe(as(1), 'subscription { b: goals { title } }')
    expect([await data(one), await data(two)]).toEqual([
      { a: [{ title: 'run' }] },
      { b: [{ title: 'run' }] },
    ])
    one.close()
    two.close()
  })

  test('of a bad value fail alone', async () => {
    const query =
      'subscription ($w: numeric!) { goals(where: {weight: {_gt: $w}}, order_by: {id: asc}) { id } }'
    const sockets = await Promise.all(
      ['0', 'not a number', '1000'].map(w => subscribe(admin, query, { w })),
    )
    const [good, bad, better] = await Promise.all(sockets.map(data))
    expect(good).toEqual({ goals: [{ id: 1 }, { id: 2 }] })
    expect(bad).toMatchObject([{ extensions: { code: 'data-exception' } }])
    expect(better).toEqual({ goals: [{ id: 2 }] })
    for (const socket of sockets) socket.close()
  })

  test.each([
    [
      'two root fields',
      'subscription { goals { id } people { id } }',
      'subscriptions must select one top level field',
    ],
    [
      'an unknown field',
      'subscription { nobody { id } }',
      `field 'nobody' not found in type: 'subscription_root'`,
    ],
  ])('of %s are refused', async (_name, query, message) => {
    const socket = await subscribe(admin, query)
    expect(await data(socket)).toMatchObject([
      { message, extensions: { code: 'validation-failed' } },
    ])
    socket.close()
  })

  test('fail for a session that lacks a variable', async () => {
    const socket = await subscribe({ ...admin, 'x-hasura-role': 'user' }, ownGoals)
    expect(await data(socket)).toMatchObject([
      {
        message: 'missing session variable: "x-hasura-user-id"',
        extensions: { code: 'not-found' },
      },
    ])
    socket.close()
  })

  test('survive a database that ends every connection', async () => {
    const socket = await subscribe(as(1), ownGoals)
    await data(socket)
    await settled()
    await world.sql(`update goals set title = 'run once' where id = 1`)
    expect(await data(socket)).toEqual({ goals: [{ title: 'run once' }] })
    await world.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'graphql-engine%'`,
    )
    await world.sql(`update goals set title = 'run again' where id = 1`)
    expect(await data(socket)).toEqual({ goals: [{ title: 'run again' }] })
    await world.sql(`update goals set title = 'run' where id = 1`)
    expect(await data(socket)).toEqual({ goals: [{ title: 'run' }] })
    socket.close()
  })
})

describe('without triggers', () => {
  test('live queries are polled, and the database is left as it is', async () => {
    const polled = await startTestEngine({
      ...goalsFixture,
      options: { changeTriggers: false, liveQueryInterval: 50 },
    })
    const socket = await openSocket(polled.url, 'graphql-transport-ws', as(1))
    socket.send({ type: 'subscribe', id: '1', payload: { query: ownGoals } })
    await data(socket)
    await polled.sql(`update goals set title = 'polled' where id = 1`)
    expect(await data(socket)).toEqual({ goals: [{ title: 'polled' }] })
    expect(
      (await polled.sql(`select from pg_namespace where nspname = 'graphql_engine'`)).rowCount,
    ).toBe(0)
    await polled.stop()
  })
})

describe('a database user who may not create triggers', () => {
  const polledLine =
    'live queries are polled because triggers cannot be installed: permission denied'
  const people = async (socket: GraphQLSocket) =>
    ((await data(socket)) as { people: { name: string }[] }).people.map(({ name }) => name)
  const open = async (engine: TestEngine) => {
    const socket = await openSocket(engine.url, 'graphql-transport-ws', as(2))
    socket.send({
      type: 'subscribe',
      id: '1',
      payload: { query: 'subscription { people { name } }' },
    })
    return socket
  }
  const rename = (name: string) => world.sql('update people set name = $1 where id = 2', [name])
  let databaseUrl: string
  beforeAll(async () => {
    await world.sql(`
      create role reader login password 'reader';
      grant usage on schema public to reader;
      grant select on all tables in schema public to reader`)
    databaseUrl = Object.assign(new URL(world.databaseUrl), {
      username: 'reader',
      password: 'reader',
    }).href
  })
  afterAll(() => world.sql('drop owned by reader; drop role reader'))

  /** An engine of the reader's on the database of this file. */
  async function weakEngine(
    options: Partial<EngineOptions>,
    work: (engine: TestEngine, lines: readonly string[]) => Promise<void>,
  ): Promise<void> {
    const lines: string[] = []
    const weak = await startTestEngine({
      ...goalsFixture,
      options: { databaseUrl, log: line => lines.push(line), ...options },
    })
    try {
      await work(weak, lines)
    }
    finally {
      await weak.stop()
    }
  }

  test('has live queries too: they are polled', () =>
    weakEngine({ liveQueryInterval: 50 }, async (weak, lines) => {
      const socket = await open(weak)
      expect(await people(socket)).toEqual(['Ben'])
      await rename('Benjamin')
      expect(await people(socket)).toEqual(['Benjamin'])
      await until(() => lines.join().includes(polledLine))
      await rename('Ben')
      expect(await people(socket)).toEqual(['Ben'])
    }))

  test('is woken when a second connection string lends the rights', () =>
    weakEngine(
      { liveQueryInterval: 3_600_000, ownerDatabaseUrl: world.databaseUrl },
      async (weak, lines) => {
        const socket = await open(weak)
        expect(await people(socket)).toEqual(['Ben'])
        for (const name of ['Benno', 'Benny', 'Ben']) {
          await rename(name)
          expect(await people(socket)).toEqual([name])
        }
        expect(lines).toEqual([])
      },
    ))

  test('uses triggers that are there', () =>
    weakEngine({ liveQueryInterval: 3_600_000 }, async (weak, lines) => {
      expect(await count(world.sql, triggersOn('people'))).toBe(4)
      const socket = await open(weak)
      expect(await people(socket)).toEqual(['Ben'])
      for (const name of ['Benedict', 'Ben']) {
        await rename(name)
        expect(await people(socket)).toEqual([name])
      }
      expect(lines).toEqual([])
    }))
})

describe('streaming', () => {
  const stream =
    'subscription ($after: Int!) { tasks_stream(batch_size: 2, cursor: {initial_value: {id: $after}}) { id } }'
  const ids = async (socket: GraphQLSocket) =>
    ((await data(socket)) as { tasks_stream: { id: number }[] }).tasks_stream.map(({ id }) => id)

  test('gives rows after the cursor, batch by batch, then new ones', async () => {
    await world.sql(
      `insert into tasks (id, goal_id, title) select 1000 + n, 1, 't' from generate_series(1, 5) n`,
    )
    const socket = await subscribe(admin, stream, { after: 1000 })
    expect([await ids(socket), await ids(socket), await ids(socket)]).toEqual([
      [1001, 1002],
      [1003, 1004],
      [1005],
    ])
    await world.sql(`insert into tasks (id, goal_id, title) values (1006, 2, 't')`)
    expect(await ids(socket)).toEqual([1006])
    socket.close()
  })

  test('starts where each subscriber says', async () => {
    const first = await subscribe(admin, stream, { after: 1002 })
    expect(await ids(first)).toEqual([1003, 1004])
    const second = await subscribe(admin, stream, { after: 1002 })
    expect(await ids(second)).toEqual([1003, 1004])
    first.close()
    second.close()
  })

  test('needs one column', async () => {
    const socket = await subscribe(
      admin,
      'subscription { tasks_stream(batch_size: 1, cursor: {initial_value: {}}) { id } }',
    )
    expect(await data(socket)).toMatchObject([
      { message: 'one streaming column field is expected' },
    ])
    socket.close()
  })
})
