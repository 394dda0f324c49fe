import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'
import { libraryFixture } from './library-fixture.ts'

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine(libraryFixture)
})
afterAll(() => world.stop())

const failed = 'validation-failed'

test.each([
  ['{ author', failed, '$.query', 'not a valid graphql query'],
  ['{ author { } }', failed, '$.query', 'not a valid graphql query'],
  [
    '{ author { rating } }',
    failed,
    '$.selectionSet.author.selectionSet.rating',
    'field \'rating\' not found in type: \'author\'',
  ],
  [
    '{ author(where: {rating: {_gt: 1}}) { id } }',
    failed,
    '$.selectionSet.author.args.where.rating',
    'field \'rating\' not found in type: \'author_bool_exp\'',
  ],
  [
    '{ author(order_by: {rating: asc}) { id } }',
    failed,
    '$.selectionSet.author.args.order_by.rating',
    'field \'rating\' not found in type: \'author_order_by\'',
  ],
  [
    '{ author(distinct_on: rating) { id } }',
    failed,
    '$.selectionSet.author.args.distinct_on',
    'expected one of the values [\'age\', \'id\', \'name\'] for type \'author_select_column\', but found \'rating\'',
  ],
  [
    '{ author_aggregate { aggregate { max { rating } } } }',
    failed,
    '$.selectionSet.author_aggregate.selectionSet.aggregate.selectionSet.max.selectionSet.rating',
    'field \'rating\' not found in type: \'author_max_fields\'',
  ],
  [
    '{ editor { person } }',
    failed,
    '$.selectionSet.editor',
    'field \'editor\' not found in type: \'query_root\'',
  ],
  [
    '{ article { editors { person } } }',
    failed,
    '$.selectionSet.article.selectionSet.editors',
    'field \'editors\' not found in type: \'article\'',
  ],
  [
    '{ author(foo: 1) { id } }',
    failed,
    '$.selectionSet.author',
    '\'author\' has no argument named \'foo\'',
  ],
  [
    '{ author_by_pk { id } }',
    failed,
    '$.selectionSet.author_by_pk.args.id',
    'missing required field \'id\'',
  ],
  ['{ author }', failed, '$.selectionSet.author', 'missing selection set for \'author\''],
  [
    '{ author { id { x } } }',
    failed,
    '$.selectionSet.author.selectionSet.id',
    'unexpected subselection set for non-object field',
  ],
  [
    '{ author(limit: -1) { id } }',
    failed,
    '$.selectionSet.author.args.limit',
    'expected a non-negative 32-bit integer for type \'Int\', but found an integer',
  ],
  [
    '{ author(where: {id: {_eq: null}}) { id } }',
    failed,
    '$.selectionSet.author.args.where.id._eq',
    'unexpected null value for type \'Int\'',
  ],
  [
    '{ author(where: {_and: null}) { id } }',
    failed,
    '$.selectionSet.author.args.where._and',
    'expected a list, but found null',
  ],
  [
    '{ author(where: {name: null}) { id } }',
    failed,
    '$.selectionSet.author.args.where.name',
    'expected an object for type \'String_comparison_exp\', but found null',
  ],
  [
    '{ author(where: {name: {_ne: "A"}}) { id } }',
    failed,
    '$.selectionSet.author.args.where.name._ne',
    'field \'_ne\' not found in type: \'String_comparison_exp\'',
  ],
  [
    '{ author(where: {id: {_eq: 2147483648}}) { id } }',
    'parse-failed',
    '$.selectionSet.author.args.where.id._eq',
    'The value 2.147483648e9 lies outside the bounds or is not an integer. Maybe it is a float, or is there integer overflow?',
  ],
  [
    '{ author_aggregate { aggregate { count(columns: null) } } }',
    failed,
    '$.selectionSet.author_aggregate.selectionSet.aggregate.selectionSet.count.args.columns',
    'expected a list, but found null',
  ],
  [
    '{ author_aggregate { aggregate { count(distinct: null) } } }',
    failed,
    '$.selectionSet.author_aggregate.selectionSet.aggregate.selectionSet.count.args.distinct',
    'expected a boolean for type \'Boolean\', but found null',
  ],
  [
    'query ($n: Boolean) { author_aggregate { aggregate { count(distinct: $n) } } }',
    failed,
    '$.selectionSet.author_aggregate.selectionSet.aggregate.selectionSet.count.args.distinct',
    'expected a boolean for type \'Boolean\', but found null',
  ],
  [
    '{ author(where: {articles_aggregate: {count: {arguments: null, predicate: {_eq: 1}}}}) { id } }',
    failed,
    '$.selectionSet.author.args.where.articles_aggregate.count.arguments',
    'expected a list, but found null',
  ],
  [
    '{ author(where: {articles_aggregate: {count: {distinct: null, predicate: {_eq: 1}}}}) { id } }',
    failed,
    '$.selectionSet.author.args.where.articles_aggregate.count.distinct',
    'expected a boolean for type \'Boolean\', but found null',
  ],
  [
    '{ author(where: {articles_aggregate: {}}) { id } }',
    failed,
    '$.selectionSet.author.args.where.articles_aggregate',
    'exactly one predicate should be specified',
  ],
  [
    '{ author(distinct_on: age, order_by: {id: asc}) { id } }',
    failed,
    '$.selectionSet.author.args',
    '"distinct_on" columns must match initial "order_by" columns',
  ],
  [
    '{ search(args: {top: 1}) { id } }',
    'not-supported',
    '$.selectionSet.search.args.args',
    'Non default arguments cannot be omitted',
  ],
  [
    '{ author { id: name id } }',
    failed,
    '$.selectionSet.author.selectionSet',
    'selection of both \'name\' and \'id\' specify the same response name, \'id\'',
  ],
  [
    '{ author(limit: 1) { id } author(limit: 2) { id } }',
    failed,
    '$.selectionSet',
    'inconsistent arguments between multiple selections of field \'author\'',
  ],
  [
    '{ author { ...Unknown } }',
    failed,
    '$.selectionSet.author.selectionSet',
    'reference to undefined fragment "Unknown"',
  ],
  [
    '{ author { ...A } } fragment A on author { articles { author { ...A } } }',
    failed,
    '$.selectionSet.author.selectionSet.A.selectionSet.articles.selectionSet.author.selectionSet',
    'the fragment definition(s) A form a cycle',
  ],
  [
    '{ author @odd { id } }',
    failed,
    '$.selectionSet',
    'directive \'odd\' is not defined in the schema',
  ],
  [
    'query ($n: String) { author(limit: $n) { id } }',
    failed,
    '$.selectionSet.author.args.limit',
    'variable \'n\' is declared as \'String\', but used where \'Int\' is expected',
  ],
  [
    'query ($n: Int!) { author(limit: $n) { id } }',
    failed,
    '$',
    'expecting a value for non-nullable variable: "n"',
  ],
  ['{ author(limit: $n) { id } }', failed, '$', 'unbound variable "n"'],
  [
    'query A { author { id } } query B { author { id } }',
    failed,
    '$',
    'exactly one operation has to be present in the document when operationName is not specified',
  ],
  ['mutation { delete_author(where: {}) { affected_rows } }', failed, '$', 'no mutations exist'],
])('%s', async (query, code, path, message) => {
  const { errors } = await world.ask('person', query, { session: { user: 'ann' } })
  expect(errors).toEqual([{ message, extensions: { code, path } }])
})

test.each([
  '{ author { info(path: null) } }',
  'query ($path: String) { author { info(path: $path) } }',
])('refuses a path that is null: %s', async (query) => {
  expect((await world.ask('admin', query)).errors).toEqual([
    {
      message: 'expected a string for type \'String\', but found null',
      extensions: { code: failed, path: '$.selectionSet.author.selectionSet.info.args.path' },
    },
  ])
})

test('refuses variables that nothing uses, and fragments of another type are left out', async () => {
  expect(
    (await world.ask('admin', 'query ($n: Int) { author { id } }', { variables: { n: 1 } })).errors,
  ).toMatchObject([{ message: 'unexpected variables in variableValues: n' }])
  expect(
    (
      await world.ask(
        'admin',
        '{ author(limit: 1, order_by: {id: asc}) { ... on article { title } ... on author { id } } }',
      )
    ).data,
  ).toEqual({ author: [{ id: 1 }] })
})

test('has an empty schema for a role that metadata does not name', async () => {
  expect((await world.ask('stranger', '{ __typename no_queries_available }')).data).toMatchObject({
    __typename: 'query_root',
    no_queries_available: expect.stringContaining('no queries available'),
  })
})

test.each([
  [
    'selection sets too wide',
    `{ ${Array.from({ length: 10_000 }, (_, index) => `a${index}: author { id }`).join(' ')} }`,
  ],
  ['documents nested too deeply', `${'{ author { articles '.repeat(1000)}${'} }'.repeat(1000)}`],
])('refuses %s', async (_what, query) => {
  const { errors } = await world.ask('admin', query)
  expect(errors).toMatchObject([{ extensions: { code: failed } }])
  expect((await world.ask('admin', '{ author(limit: 0) { id } }')).data).toEqual({ author: [] })
})
