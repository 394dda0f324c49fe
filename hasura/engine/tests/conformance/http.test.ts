import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminSecret, startTestEngine, type TestEngine } from '../support/engine.ts'
import { goalsFixture } from '../support/goals-fixture.ts'

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({
    ...goalsFixture,
    options: { bodyLimit: 6_000_000, connections: 3, log: () => undefined },
  })
})
afterAll(() => world.stop())

const admin = { 'x-hasura-admin-secret': adminSecret }
const user = { ...admin, 'x-hasura-role': 'user', 'x-hasura-user-id': '1' }

/** A raw POST, for what JSON cannot say. */
function raw(
  body: BodyInit,
  headers: Record<string, string> = admin,
  path = '/v1/graphql',
): Promise<Response> {
  return fetch(world.url + path, { method: 'POST', body, headers })
}

describe('endpoints', () => {
  test('tell health and version', async () => {
    expect(await (await fetch(`${world.url}/healthz`)).text()).toBe('OK')
    expect(await (await fetch(`${world.url}/v1/version`)).json()).toMatchObject({
      version: expect.stringMatching(/^v2\./) as string,
    })
  })

  test('answer 404 elsewhere', async () => {
    const response = await fetch(`${world.url}/v1/query`, { method: 'POST', body: '{}' })
    expect([response.status, await response.json()]).toEqual([
      404,
      { path: '$', error: 'resource does not exist', code: 'not-found' },
    ])
  })

  test('let browsers of any origin in by default', async () => {
    const response = await fetch(`${world.url}/v1/graphql`, {
      method: 'OPTIONS',
      headers: {
        'origin': 'https://app.example',
        'access-control-request-headers': 'x-hasura-role',
      },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(response.headers.get('access-control-allow-headers')).toBe('x-hasura-role')
  })
})

describe('statuses', () => {
  const refused = { query: '{ nothing }' }

  test('are 200 on /v1/graphql whatever happens', async () => {
    expect((await raw(JSON.stringify(refused))).status).toBe(200)
    expect((await raw(JSON.stringify(refused), {})).status).toBe(200)
  })

  test('are native on /v1alpha1/graphql, with errors in the older form', async () => {
    const wrong = await raw(
      JSON.stringify(refused),
      { 'x-hasura-admin-secret': 'no' },
      '/v1alpha1/graphql',
    )
    expect([wrong.status, await wrong.json()]).toEqual([
      401,
      {
        path: '$',
        error: 'invalid "x-hasura-admin-secret"/"x-hasura-access-key"',
        code: 'access-denied',
      },
    ])
    expect((await raw(JSON.stringify(refused), admin, '/v1alpha1/graphql')).status).toBe(400)
  })
})

describe('bodies', () => {
  test.each([
    ['no JSON', '{', 'invalid-json'],
    ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'invalid-json'],
    ['a string', '"{ people { id } }"', 'parse-failed'],
    ['no query', '{}', 'parse-failed'],
    ['a query that is a number', '{"query": 1}', 'parse-failed'],
    [
      'variables that are a list',
      '{"query": "{ people { id } }", "variables": []}',
      'parse-failed',
    ],
    ['no GraphQL', '{"query": "{"}', 'validation-failed'],
    [
      'a persisted query',
      '{"query": "{ people { id } }", "extensions": {"persistedQuery": {"version": 1}}}',
      'not-supported',
    ],
    ['a subscription', '{"query": "subscription { people { id } }"}', 'unexpected-payload'],
    [
      'a JSON bomb',
      `{"query": "{ people { id } }", "variables": ${'['.repeat(100_000)}`,
      'invalid-json',
    ],
  ])('of %s fail', async (_name, body, code) => {
    const { errors } = (await (await raw(body)).json()) as {
      errors: { extensions: { code: string } }[]
    }
    expect(errors).toHaveLength(1)
    expect(errors[0]?.extensions.code).toBe(code)
  })

  test('beyond the limit are refused, and the engine goes on', async () => {
    const response = await raw(`{"query":"${' '.repeat(7_000_000)}"}`).catch(() => undefined)
    if (response) expect(response.status).toBe(413)
    expect((await world.ask('admin', '{ people { id } }')).errors).toBeUndefined()
  })

  test('of five megabytes are answered', async () => {
    const { errors } = await world.ask('admin', '{ people { id } }', {
      variables: { unused: 'x'.repeat(5_000_000) },
    })
    expect(errors?.[0]?.message).toBe('unexpected variables in variableValues: unused')
  })

  test('may be batches, whose members succeed and fail on their own', async () => {
    const answers = await world.post(user, [
      { query: '{ people { id } }' },
      { query: '{ nobody }' },
      { query: '{ goals { title } }' },
    ])
    expect(answers).toMatchObject([
      { data: { people: [{ id: 1 }] } },
      { errors: [{ extensions: { code: 'validation-failed' } }] },
      { data: { goals: [{ title: 'run' }] } },
    ])
    expect(await world.post(user, [])).toEqual([])
  })
})

describe('documents that are too much', () => {
  test.each([
    [
      'ten thousand aliases',
      `{ ${Array.from({ length: 10_000 }, (_, index) => `a${index}: people { id }`).join(' ')} }`,
    ],
    ['a thousand levels', `{ goals ${'{ tasks { goal '.repeat(500)}{ id }${' } }'.repeat(500)} }`],
    [
      'a thousand conditions in each other',
      `{ goals(where: ${'{_not: '.repeat(1000)}{}${'}'.repeat(1000)}) { id } }`,
    ],
    ['a hundred thousand levels', `{ goals ${'{ tasks '.repeat(100_000)}${'}'.repeat(100_000)} }`],
    [
      'a bomb of fragments',
      `{ people { ...f0 } } ${Array.from({ length: 40 }, (_, index) => `fragment f${index} on people { ...f${index + 1} ...f${index + 1} }`).join(' ')} fragment f40 on people { id }`,
    ],
  ])(
    '%s get an answer soon, and nothing breaks',
    async (_name, query) => {
      const body = await world.ask('user', query, { session: { 'user-id': '1' } })
      expect(body.errors?.[0]?.message ?? 'data').not.toBe('internal server error')
      expect((await world.ask('admin', '{ people { id } }')).data).toBeDefined()
    },
    20_000,
  )
})

describe('values that PostgreSQL refuses', () => {
  test('are its errors, in Hasura\'s words', async () => {
    const { errors } = await world.ask(
      'admin',
      'query ($t: String!) { people(where: {name: {_eq: $t}}) { id } }',
      { variables: { t: 'a\u0000b' } },
    )
    expect(errors?.[0]?.extensions.code).toBe('data-exception')
  })

  test.each([
    [
      'Uniqueness violation.',
      'mutation { insert_goals(objects: {title: "run", owner_id: 1}) { affected_rows } }',
      'constraint-violation',
    ],
    [
      'Foreign key violation.',
      'mutation { insert_goals(objects: {title: "x", owner_id: 77}) { affected_rows } }',
      'constraint-violation',
    ],
    [
      'Not-NULL violation.',
      'mutation { insert_goals(objects: {title: "x"}) { affected_rows } }',
      'constraint-violation',
    ],
    [
      'Check constraint violation.',
      'mutation { insert_goals(objects: {title: "forbidden", owner_id: 1}) { affected_rows } }',
      'permission-error',
    ],
  ])('%s', async (message, query, code) => {
    const { errors } = await world.ask('admin', query)
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining(message) as string,
      extensions: { code },
    })
  })

  test('show their words to admin only', async () => {
    const query = 'query { goals(where: {weight: {_eq: "x"}}) { id } }'
    expect((await world.ask('admin', query)).errors?.[0]?.extensions).toHaveProperty(
      'internal.error.status_code',
      '22P02',
    )
    expect(
      (await world.ask('user', query, { session: { 'user-id': '1' } })).errors?.[0]?.extensions,
    ).not.toHaveProperty('internal')
  })

  test('leave numbers as they are', async () => {
    const response = await raw(
      JSON.stringify({ query: '{ goals(order_by: {id: asc}) { weight } }' }),
    )
    expect((await response.text()).replaceAll(/\s/g, '')).toBe(
      '{"data":{"goals":[{"weight":1.50},{"weight":123456789012345678901234567890.5}]}}',
    )
  })

  test('take numbers as they are', async () => {
    const response = await raw(
      '{"query": "query ($w: numeric!) { goals(where: {weight: {_eq: $w}}) { id } }", "variables": {"w": 123456789012345678901234567890.5}}',
    )
    expect(await response.json()).toEqual({ data: { goals: [{ id: 2 }] } })
  })
})

describe('transactions', () => {
  test('undo everything when one field fails', async () => {
    const { errors } = await world.ask(
      'user',
      'mutation { a: insert_goals_one(object: {title: "swim"}) { id } b: insert_goals_one(object: {title: "run"}) { id } }',
      { session: { 'user-id': '1' } },
    )
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'constraint-violation',
      path: '$.selectionSet.insert_goals_one.args.object',
    })
    expect((await world.sql(`select from goals where title = 'swim'`)).rowCount).toBe(0)
  })

  test('tell triggers who asks', async () => {
    await world.sql(`
      create table asked (by jsonb);
      create function note() returns trigger language plpgsql as $$ begin insert into asked values (current_setting('hasura.user')::jsonb); return null; end $$;
      create trigger note after insert on goals execute function note()`)
    await world.ask('user', 'mutation { insert_goals_one(object: {title: "climb"}) { id } }', {
      session: { 'user-id': '1' },
    })
    expect((await world.sql('select by from asked')).rows).toEqual([
      { by: { 'x-hasura-role': 'user', 'x-hasura-user-id': '1' } },
    ])
  })
})

describe('the database', () => {
  test('may end every connection in the middle of a query, and come back', async () => {
    const slow = world.ask('admin', '{ slow(args: {seconds: 20}) { id } }')
    await expect
      .poll(
        async () =>
          (
            await world.sql(
              `select from pg_stat_activity where query like '%slow%' and datname = current_database() and application_name = 'graphql-engine' and state = 'active'`,
            )
          ).rowCount,
      )
      .toBe(1)
    await world.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'graphql-engine%'`,
    )
    expect((await slow).errors?.[0]).toMatchObject({
      message: 'connection error',
      extensions: { code: 'postgres-error' },
    })
    expect((await world.ask('admin', '{ people { id } }')).data).toBeDefined()
  })

  test('never lends more connections than it may, and gets them all back', async () => {
    const asked = Array.from({ length: 40 }, (_, index) =>
      world.ask(
        'admin',
        index % 2 === 0
          ? '{ people { id } }'
          : 'mutation { insert_goals_one(object: {title: "run", owner_id: 1}) { id } }',
      ),
    )
    await Promise.all(asked)
    const { rows } = await world.sql(
      `select count(*)::int as connections, count(*) filter (where state <> 'idle')::int as busy from pg_stat_activity where datname = current_database() and application_name = 'graphql-engine'`,
    )
    expect(rows[0]).toMatchObject({ busy: 0 })
    expect((rows[0] as { connections: number }).connections).toBeLessThanOrEqual(3)
  })

  test('gives up on a statement that takes too long', async () => {
    const impatient = await startTestEngine({ ...goalsFixture, options: { statementTimeout: 100 } })
    try {
      const { errors } = await impatient.ask('admin', '{ slow(args: {seconds: 5}) { id } }')
      expect(errors?.[0]).toMatchObject({
        message: 'database query error',
        extensions: { code: 'unexpected' },
      })
    }
    finally {
      await impatient.stop()
    }
  })
})
