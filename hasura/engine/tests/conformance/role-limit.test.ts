import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminSecret, startTestEngine, type TestEngine } from '../support/engine.ts'
import { openSocket } from '../support/graphql-socket.ts'

/** Five parts of one crate; `size` 2 is there twice. */
const sql = `
  create table crate (id int primary key);
  create table part (id int primary key, crate int not null references crate, size int not null);
  insert into crate values (1);
  insert into part values (1, 1, 1), (2, 1, 2), (3, 1, 2), (4, 1, 3), (5, 1, 4);
  create function all_parts() returns setof part stable language sql as 'select * from part order by id';
  create function one_part() returns part stable language sql as 'select * from part order by id limit 1';
  create function add_parts() returns setof part volatile language sql as 'select * from part order by id';
  create function crate_parts(c crate) returns setof part stable language sql as 'select * from part where crate = c.id order by id';
  create function crate_part(c crate) returns part stable language sql as 'select * from part where crate = c.id order by id limit 1';
`

const limits = { two: 2, none: 0, free: undefined }
const roles = Object.entries(limits)
const parts = roles.map(([role, limit]) => ({
  role,
  permission: { columns: '*', filter: {}, limit, allow_aggregations: true },
}))
const crates = roles.map(([role]) => ({
  role,
  permission: { columns: '*', filter: {}, allow_aggregations: true },
}))
const metadata = {
  tables: [
    {
      table: 'part',
      object_relationships: [{ name: 'its_crate', using: { foreign_key_constraint_on: 'crate' } }],
      select_permissions: parts,
    },
    {
      table: 'crate',
      array_relationships: [
        { name: 'parts', using: { foreign_key_constraint_on: { table: 'part', column: 'crate' } } },
      ],
      computed_fields: [
        { name: 'all', definition: { function: 'crate_parts' } },
        { name: 'first', definition: { function: 'crate_part' } },
      ],
      select_permissions: crates,
    },
  ],
  functions: [
    { function: 'all_parts' },
    { function: 'one_part' },
    { function: 'add_parts', permissions: roles.map(([role]) => ({ role })) },
  ],
}

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({
    sql,
    metadata,
    options: { liveQueryInterval: 60_000, streamingInterval: 60_000, log: () => undefined },
  })
})
afterAll(() => world.stop())

const ids = (...numbers: number[]) => numbers.map(id => ({ id }))
const first = (all: readonly { id: number }[], limit: number | undefined) => all.slice(0, limit)

describe.each(roles)('the role %s, with the limit %s', (role, limit) => {
  const all = first(ids(1, 2, 3, 4, 5), limit)
  const one = limit === 0 ? null : { id: 1 }

  test.each<[string, string, unknown]>([
    ['a list', '{ part(order_by: {id: asc}) { id } }', { part: all }],
    [
      'a list with a greater limit',
      '{ part(order_by: {id: asc}, limit: 4) { id } }',
      { part: first(ids(1, 2, 3, 4), limit) },
    ],
    [
      'a list with a smaller limit',
      '{ part(order_by: {id: asc}, limit: 1) { id } }',
      { part: first(ids(1), limit) },
    ],
    [
      'distinct rows',
      '{ part(distinct_on: size, order_by: [{size: asc}, {id: asc}]) { id } }',
      { part: first(ids(1, 2, 4, 5), limit) },
    ],
    [
      'nodes, not what is counted',
      '{ part_aggregate(order_by: {id: asc}) { aggregate { count } nodes { id } } }',
      { part_aggregate: { aggregate: { count: 5 }, nodes: all } },
    ],
    [
      'related rows',
      '{ crate { parts(order_by: {id: asc}) { id } } }',
      { crate: [{ parts: all }] },
    ],
    [
      'related nodes',
      '{ crate { parts_aggregate(order_by: {id: asc}) { aggregate { count } nodes { id } } } }',
      {
        crate: [{ parts_aggregate: { aggregate: { count: 5 }, nodes: all } }],
      },
    ],
    [
      'rows below nodes',
      '{ crate_aggregate { nodes { parts(order_by: {id: asc}) { id } } } }',
      { crate_aggregate: { nodes: [{ parts: all }] } },
    ],
    ['rows of a function', '{ all_parts(order_by: {id: asc}) { id } }', { all_parts: all }],
    [
      'nodes of a function',
      '{ all_parts_aggregate(order_by: {id: asc}) { nodes { id } } }',
      { all_parts_aggregate: { nodes: all } },
    ],
    ['the row of a function', '{ one_part { id } }', { one_part: one }],
    [
      'rows of a function that changes data',
      'mutation { add_parts(order_by: {id: asc}) { id } }',
      { add_parts: all },
    ],
    [
      'rows of a computed field',
      '{ crate { all(order_by: {id: asc}) { id } } }',
      { crate: [{ all }] },
    ],
    ['the row of a computed field', '{ crate { first { id } } }', { crate: [{ first: one }] }],
    [
      'no row that is asked for by its key',
      '{ part_by_pk(id: 1) { id its_crate { id } } }',
      { part_by_pk: { id: 1, its_crate: { id: 1 } } },
    ],
  ])('cuts %s', async (_what, query, data) => {
    expect(await world.ask(role, query)).toEqual({ data })
  })

  async function subscribe(query: string, count: number, variables = {}): Promise<unknown[]> {
    const socket = await openSocket(world.url, 'graphql-transport-ws', {
      'x-hasura-admin-secret': adminSecret,
      'x-hasura-role': role,
    })
    socket.send({ type: 'subscribe', id: '1', payload: { query, variables } })
    const messages: unknown[] = []
    while (messages.length < count)
      messages.push(((await socket.next()).payload as { data: unknown }).data)
    socket.close()
    return messages
  }

  test('cuts live queries', async () => {
    expect(await subscribe('subscription { part(order_by: {id: asc}) { id } }', 1)).toEqual([
      { part: all },
    ])
  })

  test.each([100, 1])(
    'cuts the batches of a stream when the client asks for %s, ties included',
    async (size) => {
      const stream =
        'subscription ($size: Int!) { part_stream(batch_size: $size, cursor: {initial_value: {size: 0}}) { id } }'
      const batches =
        size === 1
          ? [[1], [2, 3], [4], [5]]
          : limit === 2
            ? [
                [1, 2, 3],
                [4, 5],
              ]
            : [[1, 2, 3, 4, 5]]
      if (limit === 0) expect(await silence(stream, size)).toEqual([])
      else
        expect(await subscribe(stream, batches.length, { size })).toEqual(
          batches.map(batch => ({ part_stream: ids(...batch) })),
        )
    },
  )

  /** What arrives from a stream before the first result of a live query that began after test. */
  async function silence(query: string, size: number): Promise<unknown[]> {
    const socket = await openSocket(world.url, 'graphql-transport-ws', {
      'x-hasura-admin-secret': adminSecret,
      'x-hasura-role': role,
    })
    socket.send({ type: 'subscribe', id: 'stream', payload: { query, variables: { size } } })
    for (const id of ['one', 'two', 'three']) {
      socket.send({
        type: 'subscribe',
        id,
        payload: { query: `subscription ${id} { crate { id } }` },
      })
      expect((await socket.next()).id).toBe(id)
    }
    socket.close()
    return [...socket.waiting()]
  }
})
