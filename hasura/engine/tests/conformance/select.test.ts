import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'
import { libraryFixture } from './library-fixture.ts'

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine(libraryFixture)
})
afterAll(() => world.stop())

const ann = { session: { user: 'ann' } }
const asAdmin = async (query: string, variables = {}) =>
  (await world.ask('admin', query, { variables })).data
const asAnn = async (query: string) => (await world.ask('person', query, ann)).data

describe('arguments', () => {
  test.each([
    ['{ author(where: {age: {_gt: 30}}) { id } }', [3]],
    ['{ author(where: {age: {_neq: 30}}) { id } }', [3]],
    ['{ author(where: {age: {_is_null: true}}) { id } }', [2]],
    ['{ author(where: {_not: {age: {_eq: 30}}}) { id } }', [3]],
    ['{ author(where: {_or: []}) { id } }', []],
    ['{ author(where: {_not: {}}) { id } }', []],
    ['{ author(where: {id: {_in: []}}) { id } }', []],
    ['{ author(where: {id: {_nin: []}}, order_by: {id: asc}) { id } }', [1, 2, 3]],
    ['{ author(where: {big: {_eq: 9007199254740993}}) { id } }', [1]],
    ['{ author(where: {tags: {_contains: ["q"]}}, order_by: {id: desc}) { id } }', [3, 1]],
    ['{ author(where: {tags: {_eq: "{p,q}"}}) { id } }', [1]],
    ['{ author(where: {tags: {_in: [["q"], []]}}, order_by: {id: asc}) { id } }', [2, 3]],
    ['{ author(where: {tags: {_in: []}}) { id } }', []],
    ['{ author(where: {tags: {_nin: []}}, order_by: {id: asc}) { id } }', [1, 2, 3]],
    ['{ author(where: {tags: {_nin: ["{q}"]}}, order_by: {id: asc}) { id } }', [1, 2]],
    ['{ author(where: {info: {_has_key: "a"}}) { id } }', [1]],
    ['{ author(where: {info: {_cast: {String: {_like: "%k%"}}}}) { id } }', [1]],
    ['{ author(where: {full_name: {_eq: "B!"}}) { id } }', [2]],
    ['{ author(where: {articles: {title: {_eq: "b1"}}}) { id } }', [2]],
    [
      '{ author(where: {articles_aggregate: {count: {filter: {published: {_eq: true}}, predicate: {_gt: 1}}}}) { id } }',
      [3],
    ],
    [
      '{ author(where: {articles_aggregate: {bool_and: {arguments: published, predicate: {_eq: true}}}}) { id } }',
      [3],
    ],
    ['{ author(order_by: [{age: desc_nulls_last}]) { id } }', [3, 1, 2]],
    ['{ author(order_by: {articles_aggregate: {max: {score: asc}}}) { id } }', [1, 2, 3]],
    ['{ author(order_by: {full_name: desc}, limit: 1, offset: "1") { id } }', [2]],
  ])('%s', async (query, ids) => {
    expect((await asAdmin(query))?.author).toEqual(ids.map(id => ({ id })))
  })

  test('sorts through object relationships and takes the first of each', async () => {
    expect(
      await asAdmin(
        '{ article(distinct_on: author_id, order_by: [{author_id: desc}, {score: desc}]) { id author { name } } }',
      ),
    ).toEqual({
      article: [
        { id: 6, author: { name: 'C' } },
        { id: 4, author: { name: 'B' } },
        { id: 2, author: { name: 'A' } },
      ],
    })
  })

  test('reads by primary key, a path into JSON and computed fields', async () => {
    const data = await asAdmin(
      '{ author_by_pk(id: 1) { info(path: "$.a.b[1].k") big full_name scored(args: {minimum: 2}) { id } } absent: author_by_pk(id: 9) { id } }',
    )
    expect(data).toEqual({
      author_by_pk: { info: 'v', big: expect.any(Number), full_name: 'A!', scored: [{ id: 2 }] },
      absent: null,
    })
  })

  test('aggregates what the arguments choose', async () => {
    expect(
      await asAdmin(
        '{ article_aggregate(limit: 2, order_by: {id: desc}) { aggregate { count sum { score } max { title } } nodes { id } } }',
      ),
    ).toEqual({
      article_aggregate: {
        aggregate: { count: 2, sum: { score: 11 }, max: { title: 'c2' } },
        nodes: [{ id: 6 }, { id: 5 }],
      },
    })
  })

  test('compares citext by its own aggregates, without case', async () => {
    const own = await startTestEngine({
      sql: `create extension citext; create table nick (name citext primary key); insert into nick values ('bob'), ('EVE'), ('Ada')`,
      metadata: { tables: [{ table: 'nick' }] },
    })
    expect(
      (
        await own.ask(
          'admin',
          '{ all: nick_aggregate { aggregate { max { name } min { name } count(columns: name, distinct: true) } } cut: nick_aggregate(limit: 3) { aggregate { max { name } } } }',
        )
      ).data,
    ).toEqual({
      all: { aggregate: { max: { name: 'EVE' }, min: { name: 'Ada' }, count: 3 } },
      cut: { aggregate: { max: { name: 'EVE' } } },
    })
    await own.stop()
  })

  test('keeps response keys that are too long for a column', async () => {
    const key = 'k'.repeat(70)
    expect(
      await asAdmin(
        `{ author(limit: 1, order_by: {id: asc}) { ${key}: id articles { ${key}: id } } }`,
      ),
    ).toEqual({ author: [{ [key]: 1, articles: [{ [key]: 1 }, { [key]: 2 }] }] })
  })
})

describe('permissions', () => {
  test('filters rows wherever they are reached', async () => {
    expect(
      await asAnn(
        '{ author(order_by: {id: asc}) { id articles(order_by: {id: asc}) { id } } article(order_by: {id: asc}) { id author { id } } article_aggregate { aggregate { count } nodes { id } } }',
      ),
    ).toEqual({
      author: [
        { id: 1, articles: [{ id: 1 }, { id: 2 }] },
        { id: 3, articles: [{ id: 5 }, { id: 6 }] },
      ],
      article: [
        { id: 1, author: { id: 1 } },
        { id: 2, author: { id: 1 } },
        { id: 4, author: null },
        { id: 5, author: { id: 3 } },
        { id: 6, author: { id: 3 } },
      ],
      article_aggregate: { aggregate: { count: 5 }, nodes: expect.arrayContaining([{ id: 4 }]) },
    })
  })

  test('does not let hidden rows be probed', async () => {
    expect(
      await asAnn(
        '{ hidden: article(where: {author: {name: {_eq: "B"}}}) { id } without: article(where: {_not: {author: {}}}) { id } }',
      ),
    ).toEqual({ hidden: [], without: [{ id: 4 }] })
    expect(
      await asAnn('{ article(order_by: [{author: {name: desc_nulls_last}}, {id: asc}]) { id } }'),
    ).toEqual({ article: [5, 6, 1, 2, 4].map(id => ({ id })) })
    expect(
      await asAnn(
        '{ author(where: {articles_aggregate: {count: {predicate: {_gt: 0}}}}, order_by: {id: asc}) { id } }',
      ),
    ).toEqual({ author: [{ id: 1 }, { id: 3 }] })
  })

  test('limits lists and nodes, not aggregates', async () => {
    const query =
      'query ($n: Int) { article(limit: $n, order_by: {id: asc}) { id } article_aggregate { aggregate { count } nodes { id } } }'
    for (const [n, rows] of [
      [1, 1],
      [5, 2],
      [null, 2],
    ] as const) {
      const { data } = await world.ask('reader', query, { variables: { n } })
      expect(data).toMatchObject({
        article: { length: rows },
        article_aggregate: { aggregate: { count: 4 }, nodes: { length: 2 } },
      })
    }
  })

  test('filters what functions return and passes the session', async () => {
    expect(await asAnn('{ search(args: {q: "1"}) { id } mine { id } }')).toEqual({
      search: [{ id: 1 }, { id: 5 }],
      mine: [{ id: 1 }, { id: 3 }],
    })
  })

  test('masks what only one parent of an inherited role grants', async () => {
    expect(
      (
        await world.ask(
          'both',
          '{ author_aggregate { nodes { id } aggregate { count max { age } } } author(order_by: {id: asc}) { id name age } hidden: author(where: {name: {_is_null: true}}) { id age } }',
        )
      ).data,
    ).toEqual({
      author: [{ id: 1, name: 'A', age: 30 }],
      hidden: [{ id: 3, age: 40 }],
      author_aggregate: { nodes: [expect.anything()], aggregate: { count: 2, max: { age: 40 } } },
    })
  })

  test('fails without a session variable that a filter names', async () => {
    expect((await world.ask('person', '{ author { id } }')).errors).toMatchObject([
      {
        message: 'missing session variable: "x-hasura-user"',
        extensions: { code: 'not-found', path: '$' },
      },
    ])
  })
})

describe('plans shared by requests of one shape', () => {
  test('reads each request\'s own values', async () => {
    const query =
      'query ($where: author_bool_exp!, $order: [author_order_by!], $skip: Boolean!) { author(where: $where, order_by: $order) { id name @skip(if: $skip) } }'
    const ids = async (variables: object) =>
      (await world.ask('admin', query, { variables: { order: null, skip: true, ...variables } }))
        .data?.author
    expect(await ids({ where: { id: { _in: [1, 2] } }, order: [{ id: 'asc' }] })).toEqual([
      { id: 1 },
      { id: 2 },
    ])
    expect(await ids({ where: { id: { _in: [3] } }, order: [{ id: 'desc' }] })).toEqual([{ id: 3 }])
    expect(await ids({ where: { age: { _is_null: true } } })).toEqual([{ id: 2 }])
    expect(await ids({ where: { age: { _is_null: false } }, order: [{ id: 'asc' }] })).toEqual([
      { id: 1 },
      { id: 3 },
    ])
    expect(await ids({ where: { id: { _eq: 1 } }, skip: false })).toEqual([{ id: 1, name: 'A' }])
  })

  test('checks values again', async () => {
    const ask = (ids: unknown) =>
      world.ask('admin', 'query ($ids: [Int!]) { author(where: {id: {_in: $ids}}) { id } }', {
        variables: { ids },
      })
    expect((await ask([1])).data).toEqual({ author: [{ id: 1 }] })
    expect((await ask([1, null])).errors).toMatchObject([
      {
        message: 'unexpected null value for type \'Int\'',
        extensions: { path: '$.selectionSet.author.args.where.id._in[1]' },
      },
    ])
    expect((await ask([2147483648])).errors).toMatchObject([
      { extensions: { code: 'parse-failed' } },
    ])
  })
})
