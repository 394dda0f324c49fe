import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEngine } from '../../index.ts'
import { startTestEngine, type TestEngine } from '../support/engine.ts'
import { libraryFixture } from './library-fixture.ts'

const start = (...experimentalFeatures: string[]) =>
  startTestEngine({ ...libraryFixture, options: { experimentalFeatures } })

describe('no_null_unbound_variable_default', () => {
  let absent: TestEngine
  let asNull: TestEngine
  beforeAll(async () => {
    ;[absent, asNull] = await Promise.all([start('no_null_unbound_variable_default'), start()])
  })
  afterAll(() => Promise.all([absent.stop(), asNull.stop()]))

  const update =
    'mutation ($age: Int, $name: String = "N") { update_author(where: {id: {_eq: 1}}, _set: {age: $age, name: $name}) { returning { age name } } }'

  test.each([
    ['left out', {}, { age: 30, name: 'N' }, { age: null, name: 'N' }],
    ['null', { age: null }, { age: null, name: 'N' }, { age: null, name: 'N' }],
    ['given', { age: 30 }, { age: 30, name: 'N' }, { age: 30, name: 'N' }],
  ])(
    'decides about a column whose variable is %s',
    async (_what, variables, withFeature, without) => {
      const row = (changed: object) => ({ data: { update_author: { returning: [changed] } } })
      await Promise.all(
        [absent, asNull].map(engine =>
          engine.sql('update author set age = 30, name = \'A\' where id = 1'),
        ),
      )
      expect(await absent.ask('admin', update, { variables })).toEqual(row(withFeature))
      expect(await asNull.ask('admin', update, { variables })).toEqual(row(without))
      // A plan for one shape of the variables must not serve another.
      await absent.sql('update author set age = 30 where id = 1')
      expect(await absent.ask('admin', update, { variables })).toEqual(row(withFeature))
    },
  )

  test.each<[string, string, unknown]>([
    [
      'an inserted column, which takes its default',
      'mutation ($t: [String!]) { insert_author_one(object: {id: 50, owner: "o", name: "n", tags: $t}, on_conflict: {constraint: author_pkey, update_columns: [tags]}) { tags } }',
      { insert_author_one: { tags: [] } },
    ],
    [
      'an operator',
      'query ($n: Int) { author(where: {id: {_eq: $n, _lt: 3}}, order_by: {id: asc}) { id } }',
      { author: [{ id: 1 }, { id: 2 }] },
    ],
    [
      'an argument',
      'query ($w: author_bool_exp, $n: Int) { author(where: $w, limit: $n, order_by: {id: asc}, offset: 3) { id } }',
      { author: [{ id: 50 }] },
    ],
    [
      'a function\'s argument, which takes its default',
      'query ($n: Int) { search(args: {q: "1", top: $n}) { id } }',
      { search: [{ id: 1 }, { id: 3 }, { id: 5 }] },
    ],
    [
      '_is_null',
      'query ($b: Boolean) { author(where: {age: {_is_null: $b}, id: {_eq: 2}}) { id } }',
      { author: [{ id: 2 }] },
    ],
  ])('leaves out %s', async (_what, query, data) => {
    expect(await absent.ask('admin', query)).toEqual({ data })
  })

  test.each([
    [
      'a variable of another type',
      'query ($n: String) { author(limit: $n) { id } }',
      'variable \'n\' is declared as \'String\', but used where \'Int\' is expected',
    ],
    [
      'a nullable variable where a value is needed',
      'query ($n: Int) { author_by_pk(id: $n) { id } }',
      'variable \'n\' is declared as \'Int\', but used where \'Int!\' is expected',
    ],
    ['a variable that is not declared', '{ author(limit: $n) { id } }', 'unbound variable "n"'],
    [
      'a filter of a deletion',
      'mutation ($w: author_bool_exp) { delete_author(where: $w) { affected_rows } }',
      'variable \'w\' is declared as \'author_bool_exp\', but used where \'author_bool_exp!\' is expected',
    ],
  ])('still refuses %s', async (_what, query, message) => {
    expect((await absent.ask('admin', query)).errors).toMatchObject([{ message }])
  })
})

describe('features that hide fields', () => {
  const shown = async (engine: TestEngine) => {
    const { data } = await engine.ask(
      'admin',
      '{ __schema { types { name fields { name } inputFields { name } } } }',
    )
    const { types } = data?.__schema as {
      types: {
        name: string
        fields: { name: string }[] | null
        inputFields: { name: string }[] | null
      }[]
    }
    return new Set(
      types.flatMap(({ name, fields, inputFields }) =>
        [...(fields ?? []), ...(inputFields ?? [])].map(field => `${name}.${field.name}`),
      ),
    )
  }

  test.each([
    ['hide_update_many_fields', 'mutation_root.update_author_many'],
    ['hide_aggregation_predicates', 'author_bool_exp.articles_aggregate'],
    ['hide_stream_fields', 'subscription_root.author_stream'],
  ])('%s', async (feature, field) => {
    const [hiding, plain] = await Promise.all([start(feature), start()])
    expect([(await shown(plain)).has(field), (await shown(hiding)).has(field)]).toEqual([
      true,
      false,
    ])
    await Promise.all([hiding.stop(), plain.stop()])
  })
})

test('refuses a feature that Hasura does not know, and says which have no effect', async () => {
  await expect(
    createEngine({
      databaseUrl: 'postgresql://127.0.0.1:1/none',
      metadata: {},
      experimentalFeatures: ['naming_conventions'],
    }),
  ).rejects.toThrow(
    'unknown experimental feature "naming_conventions"; known are naming_convention, ',
  )
  const lines: string[] = []
  const engine = await startTestEngine({
    ...libraryFixture,
    options: {
      experimentalFeatures: ['inherited_roles', 'apollo_federation'],
      log: line => lines.push(line),
    },
  })
  await engine.stop()
  expect(lines).toEqual([
    'the experimental feature "apollo_federation" has no effect in this engine',
  ])
})
