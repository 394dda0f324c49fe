import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { adminSecret, startTestEngine, type TestEngine } from '../support/engine.ts'
import { openSocket, type GraphQLSocket } from '../support/graphql-socket.ts'

/**
 * Three levels of partitions; and tables that inherit, one of them from two. Columns are not in the
 * same order everywhere.
 */
const sql = `
  create table event (id int, year int, month int, owner text, note text, primary key (id, year, month)) partition by list (year);
  create table this_year (note text, owner text, month int not null, year int not null, id int not null) partition by list (month);
  alter table event attach partition this_year for values in (2026);
  create table january partition of this_year for values in (1);
  create table february partition of this_year for values in (2);
  create table last_year partition of event for values in (2025);
  create view januaries as select id, note, owner from january;
  create table animal (id int primary key, owner text, note text);
  create table swimmer (id int primary key, owner text, note text, depth int);
  create table duck (primary key (id)) inherits (animal, swimmer);
  create view ducks as select id, note, owner from duck;
`

const own = { owner: 'X-Hasura-User-Id' }
const relations = [
  'event',
  'this_year',
  'january',
  'januaries',
  'animal',
  'swimmer',
  'duck',
  'ducks',
]
const metadata = {
  tables: relations.map(table => ({
    table,
    select_permissions: [{ role: 'user', permission: { columns: ['id', 'note'], filter: own } }],
  })),
}

let world: TestEngine
const never = 3_600_000
beforeAll(async () => {
  const options = {
    liveQueryInterval: never,
    streamingInterval: never,
    safetyInterval: never,
    log: () => undefined,
  }
  world = await startTestEngine({ sql, metadata, options })
})
afterAll(() => world.stop())
beforeEach(() =>
  world.sql(`
  truncate event, animal, swimmer;
  insert into event values (1, 2026, 1, 'ann', 'a'), (2, 2026, 2, 'ann', 'b'), (3, 2025, 1, 'ann', 'c');
  insert into duck (id, owner, note) values (1, 'ann', 'a')`),
)

const as = (user?: string) => ({
  'x-hasura-admin-secret': adminSecret,
  ...(user && { 'x-hasura-role': 'user', 'x-hasura-user-id': user }),
})

async function subscribe(query: string, user?: string): Promise<GraphQLSocket> {
  const socket = await openSocket(world.url, 'graphql-transport-ws', as(user))
  socket.send({ type: 'subscribe', id: '1', payload: { query: `subscription { ${query} }` } })
  return socket
}

/** Notes of the rows in the next result, which must come within a second. */
async function notes(socket: GraphQLSocket): Promise<readonly string[]> {
  const message = await Promise.race([socket.next(), sleep(1000, undefined, { ref: false })])
  if (!message) throw new Error('no result within a second')
  const [rows] = Object.values(
    (message.payload as { data: Record<string, { note: string }[]> }).data,
  )
  return rows?.map(({ note }) => note) ?? []
}

/** Takes the first result, and waits until somebody listens to the triggers. */
async function settled(socket: GraphQLSocket): Promise<void> {
  await socket.next()
  await listening()
}

async function listening(): Promise<void> {
  const listeners = `select from pg_stat_activity where datname = current_database() and query like 'listen%'`
  await expect.poll(async () => (await world.sql(listeners)).rowCount).toBe(1)
}

describe.each(['january', 'januaries', 'this_year', 'event'])('a live query of %s', (relation) => {
  test.each([
    ['event', `update event set note = 'x' where id = 1`],
    ['this_year', `update this_year set note = 'x' where id = 1`],
    ['january', `update january set note = 'x' where id = 1`],
    [
      'event, as a replica does',
      `set session_replication_role = replica; update event set note = 'x' where id = 1; reset session_replication_role`,
    ],
  ])('sees writes through %s', async (_through, write) => {
    const socket = await subscribe(`${relation}(where: {id: {_eq: 1}}) { note }`)
    await settled(socket)
    await world.sql(write)
    expect(await notes(socket)).toEqual(['x'])
    socket.close()
  })
})

describe.each(['duck', 'ducks', 'animal', 'swimmer'])('a live query of %s', (relation) => {
  test.each(['animal', 'swimmer', 'duck'])('sees writes through %s', async (through) => {
    const socket = await subscribe(`${relation} { note }`)
    await settled(socket)
    await world.sql(`update ${through} set note = 'x' where id = 1`)
    expect(await notes(socket)).toEqual(['x'])
    await world.sql(`delete from ${through} where id = 1`)
    expect(await notes(socket)).toEqual([])
    socket.close()
  })
})

test('rows that come, move between partitions and go through the table above are seen', async () => {
  const socket = await subscribe('january(order_by: {id: asc}) { note }')
  await settled(socket)
  await world.sql(`insert into event values (4, 2026, 1, 'ann', 'd')`)
  expect(await notes(socket)).toEqual(['a', 'd'])
  await world.sql('update event set month = 2 where id = 4')
  expect(await notes(socket)).toEqual(['a'])
  await world.sql('update event set month = 1 where id = 2')
  expect(await notes(socket)).toEqual(['a', 'b'])
  await world.sql('truncate event')
  expect(await notes(socket)).toEqual([])
  socket.close()
})

test('a stream of a partition gives rows that come through the table above', async () => {
  const socket = await subscribe(
    'january_stream(batch_size: 10, cursor: {initial_value: {id: 0}}) { note }',
  )
  expect(await notes(socket)).toEqual(['a'])
  await listening()
  await world.sql(`insert into event values (5, 2026, 1, 'ann', 'e')`)
  expect(await notes(socket)).toEqual(['e'])
  socket.close()
})

test.each([
  ['january', 'event', 'year = 2026 and month = 1'],
  ['duck', 'animal', 'true'],
])(
  'of many people who look at %s, a write through %s wakes those whose rows it changes',
  async (relation, through, place) => {
    const people = ['ann', 'bob', 'cay', 'dan', 'eve']
    const sockets = await Promise.all(
      people.map(person => subscribe(`${relation}(order_by: {id: asc}) { note }`, person)),
    )
    for (const socket of sockets) await settled(socket)
    const [ann, bob] = sockets
    if (!ann || !bob) throw new Error('there are five')
    await world.sql(`update ${through} set note = 'x' where ${place}`)
    expect(await notes(ann)).toEqual(['x'])
    await world.sql(`update ${through} set owner = 'bob' where ${place}`)
    expect(await Promise.all([notes(ann), notes(bob)])).toEqual([[], ['x']])
    expect(sockets.flatMap(socket => socket.waiting())).toEqual([])
    for (const socket of sockets) socket.close()
  },
)
