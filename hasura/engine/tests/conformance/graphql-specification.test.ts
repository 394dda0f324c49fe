import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'
import { libraryFixture } from './library-fixture.ts'

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine(libraryFixture)
})
afterAll(() => world.stop())

const invalid = 'validation-failed $.query: not a valid graphql query'
const id = '{ author(limit: 1, order_by: {id: asc}) { id } }'

/**
 * Each validation rule of the GraphQL specification, October 2021, section 5; `accepted` where
 * Hasura is more lenient.
 */
const rules: readonly (readonly [rule: string, document: string, answer: string])[] = [
  ['5.1.1 executable definitions', 'type author { id: Int }', invalid],
  ['5.2.1.1 operation name uniqueness', `query A ${id} query A ${id}`, invalid],
  [
    '5.2.2.1 lone anonymous operation',
    `${id} query A ${id}`,
    'validation-failed $: exactly one operation has to be present in the document when operationName is not specified',
  ],
  [
    '5.2.3.1 single root field',
    'subscription { author { id } article { id } }',
    'validation-failed $: subscriptions must select one top level field',
  ],
  [
    '5.3.1 field selections',
    '{ author { nothing } }',
    'validation-failed $.selectionSet.author.selectionSet.nothing: field \'nothing\' not found in type: \'author\'',
  ],
  [
    '5.3.2 field selection merging, of fields',
    '{ author { id: name id } }',
    'validation-failed $.selectionSet.author.selectionSet: selection of both \'name\' and \'id\' specify the same response name, \'id\'',
  ],
  [
    '5.3.2 field selection merging, of arguments',
    '{ author(limit: 1) { id } author { id } }',
    'validation-failed $.selectionSet: inconsistent arguments between multiple selections of field \'author\'',
  ],
  [
    '5.3.3 leaf field selections, of objects',
    '{ author }',
    'validation-failed $.selectionSet.author: missing selection set for \'author\'',
  ],
  [
    '5.3.3 leaf field selections, of scalars',
    '{ author { id { x } } }',
    'validation-failed $.selectionSet.author.selectionSet.id: unexpected subselection set for non-object field',
  ],
  [
    '5.4.1 argument names, of fields',
    '{ author(top: 1) { id } }',
    'validation-failed $.selectionSet.author: \'author\' has no argument named \'top\'',
  ],
  [
    '5.4.1 argument names, of directives',
    '{ author { id @skip(when: true) } }',
    'validation-failed $.selectionSet.author.selectionSet.skip: \'skip\' has no argument named \'when\'',
  ],
  ['5.4.2 argument uniqueness, of fields', '{ author(limit: 1, limit: 1) { id } }', invalid],
  [
    '5.4.2 argument uniqueness, of directives',
    '{ author { id @skip(if: true, if: false) } }',
    invalid,
  ],
  [
    '5.4.2 argument uniqueness, in a fragment',
    `${id} fragment F on author { scored(limit: 1, limit: 2) { id } }`,
    invalid,
  ],
  [
    '5.4.2 argument uniqueness, in an operation that does not run',
    `query A { author(limit: 1, limit: 2) { id } } query B ${id}`,
    invalid,
  ],
  [
    '5.4.2 argument uniqueness, in an operation\'s directive',
    `query A @cached(ttl: 1, ttl: 2) ${id}`,
    invalid,
  ],
  [
    '5.4.2.1 required arguments, of fields',
    '{ author_by_pk { id } }',
    'validation-failed $.selectionSet.author_by_pk.args.id: missing required field \'id\'',
  ],
  [
    '5.4.2.1 required arguments, of directives',
    '{ author { id @skip } }',
    'validation-failed $.selectionSet.author.selectionSet.skip: missing required field \'if\'',
  ],
  [
    '5.5.1.1 fragment name uniqueness',
    `${id} fragment F on author { id } fragment F on author { id }`,
    'parse-failed $: multiple definitions for fragment "F"',
  ],
  [
    '5.5.1.2 fragment spread type existence',
    '{ author(limit: 1, order_by: {id: asc}) { id ... on nothing { x } } }',
    'accepted',
  ],
  [
    '5.5.1.3 fragments on composite types',
    '{ author(limit: 1, order_by: {id: asc}) { id ... on Int { x } } }',
    'accepted',
  ],
  ['5.5.1.4 fragments must be used', `${id} fragment F on author { id }`, 'accepted'],
  [
    '5.5.2.1 fragment spread target defined',
    '{ author { ...F } }',
    'validation-failed $.selectionSet.author.selectionSet: reference to undefined fragment "F"',
  ],
  [
    '5.5.2.2 fragment spreads must not form cycles',
    '{ author { ...F } } fragment F on author { ...F }',
    'validation-failed $.selectionSet.author.selectionSet.F.selectionSet: the fragment definition(s) F form a cycle',
  ],
  [
    '5.5.2.3 fragment spread is possible',
    '{ author(limit: 1, order_by: {id: asc}) { id ... on article { title } } }',
    'accepted',
  ],
  [
    '5.6.1 values of correct type',
    '{ author(where: {id: {_eq: true}}) { id } }',
    'parse-failed $.selectionSet.author.args.where.id._eq: parsing Integer expected for input type: PGInteger failed, expected Number, but encountered Boolean',
  ],
  [
    '5.6.1 values of correct type, of enums',
    '{ author(order_by: {id: up}) { id } }',
    'validation-failed $.selectionSet.author.args.order_by.id: expected one of the values [\'asc\', \'asc_nulls_first\', \'asc_nulls_last\', \'desc\', \'desc_nulls_first\', \'desc_nulls_last\'] for type \'order_by\', but found \'up\'',
  ],
  [
    '5.6.2 input object field names',
    '{ author(where: {size: {_eq: 1}}) { id } }',
    'validation-failed $.selectionSet.author.args.where.size: field \'size\' not found in type: \'author_bool_exp\'',
  ],
  [
    '5.6.3 input object field uniqueness',
    '{ author(where: {id: {_eq: 1}, id: {_eq: 2}}) { id } }',
    invalid,
  ],
  [
    '5.6.3 input object field uniqueness, in a list',
    '{ author(where: {_or: [{id: {_eq: 1, _eq: 2}}]}) { id } }',
    invalid,
  ],
  [
    '5.6.3 input object field uniqueness, in JSON',
    '{ author(where: {info: {_contains: {a: 1, a: 2}}}) { id } }',
    invalid,
  ],
  [
    '5.6.3 input object field uniqueness, in a default',
    'query ($w: author_bool_exp = {id: {_eq: 1}, id: {_eq: 2}}) { author(where: $w) { id } }',
    invalid,
  ],
  [
    '5.6.4 input object required fields',
    '{ author(where: {articles_aggregate: {count: {}}}) { id } }',
    'validation-failed $.selectionSet.author.args.where.articles_aggregate.count.predicate: missing required field \'predicate\'',
  ],
  [
    '5.7.1 directives are defined',
    '{ author @odd { id } }',
    'validation-failed $.selectionSet: directive \'odd\' is not defined in the schema',
  ],
  [
    '5.7.2 directives are in valid locations',
    '{ author @cached { id } }',
    'validation-failed $.selectionSet: directive \'cached\' is not allowed here',
  ],
  [
    '5.7.2 directives are in valid locations, of operations',
    `query A @skip(if: false) ${id}`,
    'validation-failed $: directive \'skip\' is not allowed here',
  ],
  [
    '5.7.3 directives are unique per location',
    '{ author { id @skip(if: true) @skip(if: false) } }',
    'validation-failed $.selectionSet.author.selectionSet: the following directives are used more than once: [\'skip\']',
  ],
  [
    '5.7.3 directives are unique per location, of operations',
    `query A @cached @cached ${id}`,
    'validation-failed $: the following directives are used more than once: [\'cached\']',
  ],
  [
    '5.8.1 variable uniqueness',
    'query ($n: Int, $n: Int) { author(limit: $n) { id } }',
    'parse-failed $: multiple definitions for variable "n"',
  ],
  ['5.8.2 variables are input types', `query ($n: author) ${id}`, 'accepted'],
  [
    '5.8.2 variables are input types, when used',
    'query ($n: author) { author(where: $n) { id } }',
    'validation-failed $.selectionSet.author.args.where: variable \'n\' is declared as \'author\', but used where \'author_bool_exp\' is expected',
  ],
  [
    '5.8.3 all variable uses defined',
    '{ author(limit: $n) { id } }',
    'validation-failed $: unbound variable "n"',
  ],
  ['5.8.4 all variables used', `query ($n: Int) ${id}`, 'accepted'],
  [
    '5.8.5 all variable usages are allowed',
    'query ($n: String) { author(limit: $n) { id } }',
    'validation-failed $.selectionSet.author.args.limit: variable \'n\' is declared as \'String\', but used where \'Int\' is expected',
  ],
]

describe('validation, rule by rule', () => {
  test.each(rules.filter(([, document]) => !document.startsWith('subscription')))(
    '%s: %s',
    async (_rule, document, answer) => {
      const { data, errors } = await world.ask('admin', document)
      if (answer === 'accepted') expect(data).toEqual({ author: [{ id: 1 }] })
      else
        expect(
          errors?.map(({ message, extensions: { code, path } }) => `${code} ${path}: ${message}`),
        ).toEqual([answer])
    },
  )

  test.each(rules.filter(([, document]) => document.startsWith('subscription')))(
    '%s: %s',
    async (_rule, document, answer) => {
      const session = {
        role: 'admin',
        variables: { 'x-hasura-role': 'admin' },
        backendOnly: false,
        expiresAt: undefined,
      }
      await expect(
        world.engine.execute(session, { query: document, variables: {}, operationName: undefined }),
      ).rejects.toThrow(answer.replace(/^.*?: /, ''))
    },
  )
})

test.each([
  [
    'a filter',
    'update_author(where: {}, where: {id: {_eq: 99}}, _set: {name: "changed"}) { affected_rows }',
  ],
  [
    'a filter, the other way round',
    'update_author(where: {id: {_eq: 99}}, where: {}, _set: {name: "changed"}) { affected_rows }',
  ],
  [
    'a condition',
    'delete_editor(where: {person: {_eq: "x"}, person: {_neq: "x"}}) { affected_rows }',
  ],
  ['a value', 'insert_author_one(object: {id: 7, id: 8, owner: "x", name: "y"}) { id }'],
])('%s that stands twice changes nothing', async (_what, field) => {
  const rows = async () =>
    (
      await world.sql(
        'select (select json_agg(a) from author a) as authors, (select json_agg(e) from editor e) as editors',
      )
    ).rows
  const before = await rows()
  expect((await world.ask('admin', `mutation { ${field} }`)).errors).toEqual([
    {
      message: 'not a valid graphql query',
      extensions: { code: 'validation-failed', path: '$.query' },
    },
  ])
  expect(await rows()).toEqual(before)
})

test('takes the last of a key that stands twice in the JSON of variables, as JSON parsers do', async () => {
  const body =
    '{"query": "query ($w: author_bool_exp!) { author(where: $w) { id } }", "variables": {"w": {"id": {"_eq": 1}, "id": {"_eq": 2}}}}'
  expect(await world.post({ 'x-hasura-admin-secret': 'test-secret' }, body)).toEqual({
    data: { author: [{ id: 2 }] },
  })
})
