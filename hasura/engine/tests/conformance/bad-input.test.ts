// Everything that a client, an operator or the database can do wrong, at the HTTP door: each gets
// an answer of the API, and afterwards the engine serves as before, with no connection lost.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createEngine } from '../../index.ts'
import {
  adminSecret,
  startTestEngine,
  type GraphQLBody,
  type TestEngine,
} from '../support/engine.ts'
import { goalsFixture } from '../support/goals-fixture.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'

const connections = 4
const lines: string[] = []

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({
    ...goalsFixture,
    options: { connections, log: line => lines.push(line) },
  })
})
afterAll(() => world.stop())

const admin = { 'x-hasura-admin-secret': adminSecret }
const own = (url: string) =>
  fetch(`${url}/v1/graphql`, {
    method: 'POST',
    headers: { ...admin, 'content-type': 'application/json' },
    body: '{"query": "{ people(order_by: {id: asc}) { id } }"}',
  })
const everybody = { data: { people: [{ id: 1 }, { id: 2 }] } }

/** Connections of the engine to the database of the tests, all of them and those at work. */
async function lent(): Promise<{ all: number, busy: number }> {
  const { rows } = await world.sql(
    `select count(*)::int as all, count(*) filter (where state <> 'idle')::int as busy from pg_stat_activity where datname = current_database() and application_name = 'graphql-engine'`,
  )
  return rows[0] as { all: number, busy: number }
}

afterEach(async () => {
  expect(await (await own(world.url)).json()).toEqual(everybody)
  await expect.poll(async () => (await lent()).busy, { timeout: 10_000 }).toBe(0)
  expect((await lent()).all).toBeLessThanOrEqual(connections)
  expect(lines.filter(line => line.includes('unexpectedly'))).toEqual([])
})

/** A POST of bytes that need not be JSON. */
async function post(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = admin,
): Promise<{
  status: number
  code: string | undefined
  body: GraphQLBody
}> {
  const response = await fetch(`${world.url}/v1/graphql`, { method: 'POST', headers, body })
  const answer = (await response.json()) as GraphQLBody
  return { status: response.status, code: answer.errors?.[0]?.extensions.code, body: answer }
}

describe('documents that are none', () => {
  test.each([
    '',
    ' ',
    '{',
    '}',
    '{}',
    '{ people }',
    '{ people { } }',
    '{ people { id }',
    'query',
    'query Q',
    'people { id }',
    '{ people(where:) { id } }',
    '{ people(where: {id: {_eq: }}) { id } }',
    '{ people { id } } }',
    '{ people { ...F } }',
    '{ people { ... on } }',
    'fragment F on people { id }',
    '{ people { id @include } }',
    '{ "people" }',
    '{ people(limit: 1e) { id } }',
    '{ people(where: {name: {_eq: "open}}) { id } }',
    '{ people(where: {name: {_eq: "\\x"}}) { id } }',
    '{ people(where: {name: {_eq: "\\uD800"}}) { id } }',
    '\u0000',
    '\uFEFF{',
    '#',
    'query ($a: ) { people { id } }',
    'query ($a: Int = ) { people { id } }',
    'query ($a: Int, $a: Int) { people(limit: $a) { id } }',
    'schema { query: people }',
    'type people { id: Int }',
    '{ people { id } } query Q { people { id } }',
    'subscription { people { id } goals { id } }',
    'mutation { people { id } }',
    '{ nobody { id } }',
    '{ people { nothing } }',
    '{ people(nothing: 1) { id } }',
    '{ people(order_by: {nothing: asc}) { id } }',
    '{ people(order_by: {id: up}) { id } }',
  ])('%j', async (query) => {
    const { status, code } = await post(JSON.stringify({ query }))
    expect([status, code]).toEqual([
      200,
      expect.stringMatching(/^(validation-failed|parse-failed|unexpected-payload)$/),
    ])
  })

  test.each([
    ['a byte that never is UTF-8', [0xff]],
    ['half a character', [0xc3]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a character too long', [0xc0, 0xaf]],
  ])('of %s', async (_what, bytes) => {
    const body = Buffer.concat([
      Buffer.from('{"query": "{ people { id } } # '),
      Buffer.from(bytes),
      Buffer.from('"}'),
    ])
    expect(await post(new Uint8Array(body))).toMatchObject({ status: 200, code: 'invalid-json' })
  })
})

describe('variables of the wrong kind', () => {
  const values = {
    text: 'x',
    number: 1,
    fraction: 1.5,
    large: 9007199254740993n,
    huge: '1e400',
    boolean: true,
    null: null,
    list: [],
    object: {},
    listOfNull: [null],
    nested: [[[[]]]],
    objectOfList: { a: [1] },
  }
  const documents = {
    'Int!': 'query ($v: Int!) { people(where: {id: {_eq: $v}}) { id } }',
    'String!': 'query ($v: String!) { people(where: {name: {_eq: $v}}) { id } }',
    'numeric!': 'query ($v: numeric!) { goals(where: {weight: {_eq: $v}}) { id } }',
    '[Int!]!': 'query ($v: [Int!]!) { people(where: {id: {_in: $v}}) { id } }',
    'people_bool_exp!': 'query ($v: people_bool_exp!) { people(where: $v) { id } }',
    '[goals_order_by!]': 'query ($v: [goals_order_by!]) { goals(order_by: $v) { id } }',
    '[goals_select_column!]':
      'query ($v: [goals_select_column!]) { goals(distinct_on: $v) { id } }',
    'Boolean!': 'query ($v: Boolean!) { people @include(if: $v) { id } __typename }',
    'limit': 'query ($v: Int) { people(limit: $v) { id } }',
    'goals_insert_input!':
      'mutation ($v: goals_insert_input!) { insert_goals_one(object: $v) { id } }',
    'nothing': 'query ($v: nothing) { people(limit: $v) { id } }',
  }
  test.each(Object.entries(documents))('%s', async (_type, query) => {
    for (const [kind, value] of Object.entries(values)) {
      const json =
        typeof value === 'bigint' || kind === 'huge' ? String(value) : JSON.stringify(value)
      const { status, body, code } = await post(
        `{"query": ${JSON.stringify(query)}, "variables": {"v": ${json}}}`,
      )
      expect(status).toBe(200)
      if (body.data === undefined)
        expect([kind, code]).toEqual([
          kind,
          expect.stringMatching(
            /^(validation-failed|parse-failed|data-exception|constraint-violation)$/,
          ),
        ])
    }
  })
})

describe('null bytes', () => {
  test.each([
    [
      'a string of the document',
      { query: '{ people(where: {name: {_eq: "a\\u0000b"}}) { id } }' },
      'data-exception',
    ],
    [
      'a pattern',
      { query: '{ people(where: {name: {_regex: "\\u0000"}}) { id } }' },
      'data-exception',
    ],
    [
      'a written value',
      { query: 'mutation { insert_goals_one(object: {owner_id: 1, title: "\\u0000"}) { id } }' },
      'data-exception',
    ],
    [
      'an operation\'s name',
      { query: 'query A { people { id } }', operationName: 'A\u0000' },
      'validation-failed',
    ],
    [
      'a variable\'s name',
      { query: '{ people { id } }', variables: { '\u0000': 1 } },
      'validation-failed',
    ],
    [
      'a list',
      {
        query: 'query ($n: [String!]!) { people(where: {name: {_in: $n}}) { id } }',
        variables: { n: ['a', '\u0000'] },
      },
      'data-exception',
    ],
  ])('in %s', async (_where, request, code) => {
    expect(await post(JSON.stringify(request))).toMatchObject({ status: 200, code })
  })
})

describe('numbers beyond 2^53', () => {
  test.each([
    ['an Int', '{ people(where: {id: {_eq: 9007199254740993}}) { id } }', 'parse-failed'],
    ['a limit', '{ people(limit: 9007199254740993) { id } }', 'parse-failed'],
    ['an offset beyond 2^63', '{ people(offset: 9223372036854775808) { id } }', 'parse-failed'],
    [
      'a numeric beyond PostgreSQL\'s',
      '{ goals(where: {weight: {_eq: 1e200000}}) { id } }',
      'data-exception',
    ],
    [
      'an exponent beyond all bounds',
      '{ goals(where: {weight: {_eq: 1e99999999999}}) { id } }',
      'data-exception',
    ],
  ])('%s', async (_what, query, code) => {
    expect(await post(JSON.stringify({ query }))).toMatchObject({ status: 200, code })
  })

  test('are kept to the last digit where the type has room', async () => {
    const asked = await world.ask(
      'admin',
      '{ goals(where: {weight: {_eq: 123456789012345678901234567890.5}}, offset: 0) { id } }',
    )
    expect(asked).toEqual({ data: { goals: [{ id: 2 }] } })
  })
})

describe('roles', () => {
  test('that do not exist have an empty schema, however many are named', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        world.ask(
          `stranger ${index} é'"\\`.normalize('NFD').replaceAll(/[^\x20-\x7E]/g, ''),
          '{ people { id } }',
        ),
      ),
    )
    expect(new Set(answers.map(answer => answer.errors?.[0]?.message))).toEqual(
      new Set([`field 'people' not found in type: 'query_root'`]),
    )
  })

  test('without credentials are nobody', async () => {
    expect(
      await post('{"query": "{ people { id } }"}', { 'x-hasura-role': 'admin' }),
    ).toMatchObject({ status: 200, code: 'access-denied' })
  })

  test('without the variable that their filter names see nothing', async () => {
    expect((await world.ask('user', '{ people { id } }')).errors).toMatchObject([
      {
        message: 'missing session variable: "x-hasura-user-id"',
        extensions: { code: 'not-found' },
      },
    ])
    expect(
      (await world.ask('user', '{ people { id } }', { session: { 'user-id': 'not a number' } }))
        .errors,
    ).toMatchObject([{ extensions: { code: 'data-exception' } }])
  })
})

describe('metadata that names what is not there', () => {
  const select = (role: string, columns: string[], filter: object = {}) => ({
    role,
    permission: { columns, filter },
  })
  const metadata = (tables: readonly object[]) => ({
    version: 3,
    sources: [{ name: 'default', kind: 'postgres', configuration: {}, tables }],
  })

  test('serves the rest, tells what is wrong, and goes back', async () => {
    const wrong = await world.engine.reload(
      metadata([
        {
          table: 'people',
          select_permissions: [
            select('user', ['id', 'gone']),
            select('hidden', ['id'], { gone: { _eq: 1 } }),
            select('plain', ['id']),
          ],
          object_relationships: [{ name: 'lost', using: { foreign_key_constraint_on: 'gone' } }],
        },
        { table: 'nowhere', select_permissions: [select('user', ['id'])] },
      ]),
    )
    try {
      expect(wrong.length).toBeGreaterThanOrEqual(4)
      expect(await (await fetch(`${world.url}/healthz`)).text()).toContain('inconsistent')
      expect(await world.ask('plain', '{ people(order_by: {id: asc}) { id } }')).toEqual(everybody)
      for (const role of ['user', 'hidden'])
        expect((await world.ask(role, '{ people { id } }')).errors?.[0]?.message).toBe(
          `field 'people' not found in type: 'query_root'`,
        )
      expect((await world.ask('admin', '{ nowhere { id } }')).errors).toMatchObject([
        { extensions: { code: 'validation-failed' } },
      ])
      expect((await world.ask('admin', '{ people { lost { id } } }')).errors).toMatchObject([
        { extensions: { code: 'validation-failed' } },
      ])
    }
    finally {
      await world.engine.reload({ ...metadata(goalsFixture.metadata.tables) })
    }
  })

  test('and a table that goes away behind the engine\'s back is an error of the query', async () => {
    await world.sql('create table fleeting (id int primary key)')
    await world.engine.reload(metadata([...goalsFixture.metadata.tables, { table: 'fleeting' }]))
    expect(await world.ask('admin', '{ fleeting { id } }')).toEqual({ data: { fleeting: [] } })
    await world.sql('drop table fleeting')
    expect((await world.ask('admin', '{ fleeting { id } }')).errors).toMatchObject([
      { message: 'database query error' },
    ])
    await world.engine.reload(metadata(goalsFixture.metadata.tables))
  })
})

describe('a database that goes away', () => {
  test('in the middle of a query and of a mutation, and comes back', async () => {
    const target = new URL(world.databaseUrl)
    const proxy = await startTcpProxy(Number(target.port), target.hostname)
    const engine = await createEngine({
      databaseUrl: Object.assign(new URL(target), {
        hostname: '127.0.0.1',
        port: String(proxy.port),
      }).href,
      metadata: {
        version: 3,
        sources: [
          { name: 'default', kind: 'postgres', configuration: {}, ...goalsFixture.metadata },
        ],
      },
      adminSecret,
      connections,
      connectionTimeout: 20_000,
      log: () => undefined,
    })
    try {
      const { url } = await engine.listen(0)
      await world.sql(
        `create function sleepy() returns trigger language plpgsql as $$ begin perform pg_sleep(20); return new; end $$; create trigger sleepy before insert on goals for each row execute function sleepy()`,
      )
      const ask = async (query: string) =>
        (await (
          await fetch(`${url}/v1/graphql`, {
            method: 'POST',
            headers: admin,
            body: JSON.stringify({ query }),
          })
        ).json()) as GraphQLBody
      const pending = [
        ask('{ slow(args: {seconds: 20}) { id } }'),
        ask('mutation { insert_goals_one(object: {title: "lost", owner_id: 1}) { id } }'),
      ]
      await expect
        .poll(async () => (await lent()).busy, { timeout: 10_000 })
        .toBeGreaterThanOrEqual(2)
      await proxy.goAway()
      for (const body of await Promise.all(pending))
        expect(body.errors).toMatchObject([
          { message: 'connection error', extensions: { code: 'postgres-error' } },
        ])
      expect((await ask('{ people { id } }')).errors).toMatchObject([
        { extensions: { code: 'postgres-error' } },
      ])
      await proxy.comeBack()
      expect(await ask('{ people(order_by: {id: asc}) { id } }')).toEqual(everybody)
      await world.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`,
      )
      await world.sql('drop trigger sleepy on goals')
      expect((await world.sql(`select from goals where title = 'lost'`)).rowCount).toBe(0)
    }
    finally {
      await engine.close()
      await proxy.goAway().catch(() => undefined)
    }
  })
})
