import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'
import { libraryFixture } from './library-fixture.ts'

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine(libraryFixture)
})
afterAll(() => world.stop())

/** The statement of a query and how often its text holds a word. */
function explained(role: string, query: string) {
  const session = {
    role,
    variables: { 'x-hasura-role': role, 'x-hasura-user': 'ann' },
    backendOnly: false,
    expiresAt: undefined,
  }
  const [statement] = world.engine.explain(session, {
    query,
    variables: {},
    operationName: undefined,
  })
  const sql = statement?.sql ?? ''
  return { sql, count: (word: string) => sql.split(word).length - 1 }
}

describe('shared permissions', () => {
  test('evaluates a permission once for a list and counts', () => {
    const { sql, count } = explained(
      'person',
      '{ author(limit: 1) { id } all: author_aggregate { aggregate { count } } }',
    )
    expect(sql).toMatch(/^WITH "shared1" AS MATERIALIZED/)
    expect(count('"owner"')).toBe(1)
  })

  test('serves aggregates of cut rows too', async () => {
    const query =
      '{ author(order_by: {id: asc}) { id } author_aggregate(order_by: {id: asc}, limit: 1) { aggregate { count max { age } } } }'
    expect(explained('person', query).sql).toMatch(/^WITH "shared1" AS MATERIALIZED/)
    expect((await world.ask('person', query, { session: { user: 'ann' } })).data).toEqual({
      author: [{ id: 1 }, { id: 3 }],
      author_aggregate: { aggregate: { count: 1, max: { age: 30 } } },
    })
  })

  test('leaves lists that stop early alone', () => {
    expect(
      explained('person', '{ author(limit: 1) { id } again: author(limit: 2) { id } }').sql,
    ).not.toContain('MATERIALIZED')
  })

  test('does not share rows that no session variable narrows', () => {
    expect(
      explained('admin', '{ author { id } author_aggregate { aggregate { count } } }').sql,
    ).not.toContain('MATERIALIZED')
  })

  test('gives functions rows of the table itself', async () => {
    const query =
      '{ author(order_by: {id: asc}) { full_name } author_aggregate { aggregate { count } } }'
    expect(explained('person', query).sql).not.toContain('MATERIALIZED')
    expect((await world.ask('person', query, { session: { user: 'ann' } })).data).toEqual({
      author: [{ full_name: 'A!' }, { full_name: 'C!' }],
      author_aggregate: { aggregate: { count: 2 } },
    })
  })
})

describe('aggregates over the same permitted rows', () => {
  test('are read in one pass, each with its own condition', async () => {
    const query = `{
      all: author_aggregate { aggregate { count max { age name } } __typename }
      old: author_aggregate(where: {_or: [{age: {_gt: 35}}, {_not: {name: {_neq: "C"}}}]}) { aggregate { n: count(columns: age, distinct: true) __typename avg { age } } }
      none: author_aggregate(where: {age: {_is_null: true}}) { aggregate { count min { age } } }
    }`
    const { sql, count } = explained('person', query)
    expect([
      count('FROM "public"."author"'),
      count('FROM "shared1"'),
      count('FILTER (WHERE'),
    ]).toEqual([1, 1, 4])
    expect(sql).not.toContain('AS MATERIALIZED')
    expect((await world.ask('person', query, { session: { user: 'ann' } })).data).toEqual({
      all: { aggregate: { count: 2, max: { age: 40, name: 'C' } }, __typename: 'author_aggregate' },
      old: { aggregate: { n: 1, __typename: 'author_aggregate_fields', avg: { age: 40 } } },
      none: { aggregate: { count: 0, min: { age: null } } },
    })
  })

  test('are read by themselves where they have nodes, a limit or a condition on related rows', async () => {
    const query = `{
      some: author_aggregate(where: {articles: {title: {_eq: "c1"}}}) { aggregate { count } }
      nodes: author_aggregate(order_by: {id: asc}) { nodes { id } aggregate { count } }
      cut: author_aggregate(limit: 1) { aggregate { count } }
    }`
    expect(explained('person', query).sql).not.toContain('FILTER')
    expect((await world.ask('person', query, { session: { user: 'ann' } })).data).toEqual({
      some: { aggregate: { count: 1 } },
      nodes: { nodes: [{ id: 1 }, { id: 3 }], aggregate: { count: 2 } },
      cut: { aggregate: { count: 1 } },
    })
  })
})

test('is planned once for all sessions, however unlike their shares of the rows', async () => {
  await world.sql(
    `insert into author (id, owner, name) select n, 'zoe', 'Z' from generate_series(100, 5000) n; create index on author (owner); analyze author`,
  )
  const { sql } = explained('person', '{ author { id } }')
  const client = new pg.Client({ connectionString: world.databaseUrl })
  await client.connect()
  try {
    for (let run = 0; run < 20; run += 1)
      expect((await client.query({ name: 'list', text: sql, values: ['ann'] })).rowCount).toBe(1)
    expect(
      (await client.query('select custom_plans, generic_plans from pg_prepared_statements')).rows,
    ).toEqual([{ custom_plans: '5', generic_plans: '15' }])
  }
  finally {
    await client.end()
  }
})

describe('related rows that both filter and selection ask for', () => {
  test('are looked up once', async () => {
    const query =
      '{ article(order_by: {id: desc}, limit: 2, where: {title: {_like: "%"}}) { id again: author { id } author { articles(order_by: {id: asc}) { id } } } }'
    expect(explained('owner', query).count('"public"."author"')).toBe(1)
    expect((await world.ask('owner', query, { session: { user: 'bob' } })).data).toEqual({
      article: [4, 3].map(id => ({
        id,
        again: { id: 2 },
        author: { articles: [{ id: 3 }, { id: 4 }] },
      })),
    })
  })

  test('are looked up again where inherited tables may hold the same key', async () => {
    await world.sql(
      `create table famous_author () inherits (author); insert into famous_author (id, owner, name) values (2, 'bob', 'B again')`,
    )
    try {
      await world.engine.reload()
      expect(
        (
          await world.ask('owner', '{ article(order_by: {id: asc}) { id author { id } } }', {
            session: { user: 'bob' },
          })
        ).data,
      ).toEqual({ article: [3, 4].map(id => ({ id, author: { id: 2 } })) })
    }
    finally {
      await world.sql('drop table famous_author')
      await world.engine.reload()
    }
  })

  test('are looked up again where the selection asks for more', async () => {
    const query = '{ article(order_by: {id: asc}) { id author { id } } }'
    expect(explained('older', query).count('"public"."author"')).toBe(2)
    expect((await world.ask('older', query, { session: { user: 'ann' } })).data).toEqual({
      article: [1, 2]
        .map(id => ({ id, author: null }))
        .concat([5, 6].map(id => ({ id, author: { id: 3 } })) as never),
    })
  })
})

describe('permissions that the parent row implies', () => {
  test('are not asked again below a row read under them', async () => {
    const query = '{ author(order_by: {id: asc}) { id articles(order_by: {id: asc}) { id } } }'
    expect(explained('owner', query).count('"owner"')).toBe(1)
    expect((await world.ask('owner', query, { session: { user: 'bob' } })).data).toEqual({
      author: [{ id: 2, articles: [{ id: 3 }, { id: 4 }] }],
    })
  })

  test('are asked below the other rows', async () => {
    expect(explained('owner', '{ mine { articles { id } } }').count('"owner"')).toBe(2)
  })
})

test('lets each path of an OR start from the session', () => {
  expect(explained('person', '{ article { id } }').sql).toMatch(
    /\("_\d+"\."id"\) IN \(\(SELECT .* UNION \(SELECT /,
  )
})

test('keeps constants of permissions in the text and values of requests out of it', () => {
  const { sql } = explained('reader', '{ article(where: {title: {_eq: "a1"}}) { id } }')
  expect(sql).toContain('(\'true\')::pg_catalog.bool')
  expect(sql).not.toContain('a1')
})
