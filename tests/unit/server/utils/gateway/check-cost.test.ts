import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  buildSchema,
  getIntrospectionQuery,
  Kind,
  parse,
  print,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql'
import { is } from 'drizzle-orm'
import { getTableConfig, PgDialect, PgTable } from 'drizzle-orm/pg-core'
import { describe, expect, test } from 'vitest'
import { maxListRows } from '#shared/limits.ts'
import { roles } from '#shared/roles.ts'
import * as schema from '../../../../../db/schema/index.ts'
import { exampleQuery } from '../../../../../app/utils/playground.ts'
import { outputFieldsOf } from '../../../../../app/graphql/tools/output-fields.ts'
import {
  checkCost,
  costOf,
  maxCost,
} from '../../../../../server/utils/gateway/request/check-cost.ts'
import { outputFields } from '../../../../../server/utils/gateway/request/generated/output-fields.ts'
import { readOperation } from '../../../../../server/utils/gateway/request/read-operations.ts'
import { permissionsOf, type MetadataDocument } from '../../../../../hasura/permissions/model.ts'
import { loadMetadata } from '../../../../../hasura/engine/metadata/load.ts'

const root = fileURLToPath(new URL('../../../../../', import.meta.url))
const operationOf = ({ definitions }: DocumentNode) =>
  definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION,
  )!
const cost = (text: string, variables = {}) => {
  const document = parse(text)
  return costOf(document, operationOf(document), variables)
}

describe('an operation costs', () => {
  test.each([
    ['a list its limit', '{ goals(limit: 7) { id } }', 7],
    ['a list the limit of its permission', '{ goals { id } }', maxListRows],
    ['a list no more than its permission allows', '{ goals(limit: 1000000) { id } }', maxListRows],
    ['a limit of null as none', '{ goals(limit: null) { id } }', maxListRows],
    ['one row', '{ goals_by_pk(id: "x") { id } }', 1],
    ['long texts more', '{ goals(limit: 10) { id description } }', 10 + 40],
    [
      'long texts of a parent in full, for it may be the same',
      '{ goals(limit: 10) { parent { description } } }',
      20 + 200,
    ],
    [
      'long texts of a list in full when it is asked for again',
      '{ a: goals(limit: 10) { notes: description } b: goals(limit: 10) { description } }',
      20 + 40 + 200,
    ],
    [
      'a column that is repeated under aliases like rows, and a long one in full',
      '{ goals(limit: 10) { title a: title b: title description c: description } }',
      10 + 20 + 40 + 200,
    ],
    [
      'updates of many what each may return',
      `mutation { update_goals_many(updates: [{where: {}}, {where: {}}]) {
        returning { id description } } }`,
      2 + 2 * maxListRows + 2 * maxListRows * 20,
    ],
    ['rows below rows at most their table', '{ goals { id tasks { id } } }', 2 * maxListRows],
    [
      'own goals by their memberships no more than the goals',
      '{ user_goals { goal { id children { id } } } }',
      3 * maxListRows,
    ],
    ['rows below few rows with a limit', '{ goals(limit: 10) { tasks(limit: 5) { id } } }', 60],
    [
      'a tree that only goes down the sum',
      '{ goals { children { children { tasks { id } } } } }',
      4 * maxListRows,
    ],
    [
      'rows below one parent of many the product',
      '{ goals(limit: 20) { children(limit: 20) { parent { children(limit: 20) { id } } } } }',
      20 + 400 + 400 + 8000,
    ],
    ['an aggregate its figures', '{ goals_aggregate { aggregate { count } } }', 2],
    ['the nodes of an aggregate its limit', '{ goals_aggregate(limit: 30) { nodes { id } } }', 31],
    [
      'aggregates below rows one each',
      '{ users(limit: 100) { memberships_aggregate { aggregate { count } } } }',
      300,
    ],
    ['a stream its batch', 'subscription { goals_stream(batch_size: 3, cursor: []) { id } }', 3],
    [
      'fragments where they are used',
      '{ a: goals(limit: 5) { ...T } b: goals(limit: 6) { ... on goals { ...T } } } fragment T on goals { parent { id } }',
      22,
    ],
  ])('%s', (_name, text, expected) => {
    expect(cost(text)).toBe(expected)
  })

  test('limits in variables and in their defaults', () => {
    const text = 'query ($n: Int = 9) { goals(limit: $n) { id } }'
    expect([cost(text), cost(text, { n: 4 }), cost(text, { n: null })]).toEqual([9, 4, maxListRows])
  })

  test('updates of many in variables and in their defaults', () => {
    const text = `mutation ($u: [goals_updates!]! = [{where: {}}]) {
      update_goals_many(updates: $u) { returning { id } } }`
    expect([cost(text), cost(text, { u: [{}, {}, {}] }), cost(text, { u: {} })]).toEqual([
      1 + maxListRows,
      3 + 3 * maxListRows,
      1 + maxListRows,
    ])
  })
})

describe('is refused', () => {
  const ladder =
    '{goals(limit:20){children{parent{children{parent{children{parent{description}}}}}}}}'

  test.each([
    ['a ladder of 84 bytes', ladder],
    [
      'a ladder through aggregates',
      '{ goals { children { parent { children_aggregate { nodes { id } } } } } }',
    ],
    [
      'the same texts under other names',
      `{ ${Array.from({ length: 5 }, (_, index) => `a${index}: goals_aggregate { nodes { description } }`).join(' ')} }`,
    ],
    [
      'the same list under fifty names',
      `{ ${Array.from({ length: 50 }, (_, index) => `a${index}: goals { id parent { id } }`).join(' ')} }`,
    ],
    [
      'what a mutation returns',
      'mutation { update_goals(where: {}, _set: {title: "x"}) { returning { children { parent { children { id } } } } } }',
    ],
    [
      'one column under two hundred names',
      `{ goals { ${Array.from({ length: 200 }, (_, index) => `a${index}: title`).join(' ')} } }`,
    ],
    [
      'rows that many updates return again and again',
      `mutation { update_goals_many(updates: [${'{where: {}},'.repeat(100)}]) { returning { id } } }`,
    ],
    [
      'fragments that double without a field',
      `{ ...F0 } ${Array.from({ length: 40 }, (_, index) => `fragment F${index} on query_root { ...F${index + 1} ...F${index + 1} }`).join(' ')}`,
    ],
    [
      'introspection that goes round',
      `{ __schema { types ${'{ fields { type '.repeat(5)}{ name } ${'} }'.repeat(5)} } }`,
    ],
  ])('%s', (_name, text) => {
    const document = parse(text)
    const start = performance.now()
    expect(() => checkCost(document, operationOf(document), {})).toThrow(
      expect.objectContaining({ code: 'limit-exceeded' }),
    )
    expect(performance.now() - start).toBeLessThan(500)
  })

  test('in words that say what to do', () => {
    expect(() => readOperation({ query: ladder })).toThrow(
      /may have [\d,]+ rows, at most 400,000 .* Set a smaller "limit"/,
    )
  })
})

describe('passes', () => {
  test('every document of the pages, with the largest lists that they ask for', async () => {
    let checked = 0
    for (const folder of roles) {
      for (const file of readdirSync(path.join(root, 'app/graphql', folder))) {
        const exported: Record<string, unknown> = await import(
          pathToFileURL(path.join(root, 'app/graphql', folder, file)).href
        )
        for (const document of Object.values(exported).filter(isOperation)) {
          expect(
            readOperation({ query: print(document), variables: { limit: maxListRows } }).kind,
            print(document),
          ).toBeDefined()
          checked += 1
        }
      }
    }
    expect(checked).toBeGreaterThan(10)
  })

  test.each([
    ['the playground\'s example', exampleQuery],
    [
      'introspection as tools send it',
      getIntrospectionQuery({
        descriptions: true,
        inputValueDeprecation: true,
        specifiedByUrl: true,
        oneOf: true,
      }),
    ],
    [
      'all goals with their texts and tasks',
      '{ goals { title description tasks { title notes } } }',
    ],
    [
      'all that a goal has',
      `{ goals { id title description success_criteria parent { title description success_criteria }
      children { title description success_criteria } tasks { title notes } members { name } } }`,
    ],
  ])('%s', (_name, query) => {
    expect(cost(query)).toBeLessThanOrEqual(maxCost)
  })
})

test('every select permission has the row limit that is reckoned with', async () => {
  const permissions = permissionsOf(
    (await loadMetadata(path.join(root, 'hasura/metadata'))) as MetadataDocument,
  )
  const limits = permissions
    .filter(({ operation }) => operation === 'select')
    .map(({ limit }) => limit)
  expect(new Set(limits)).toEqual(new Set([maxListRows]))
})

/** A column of up to so many characters is part of what a row costs. */
const maxShortText = 500

test('every column that may hold a longer text costs as much when it is repeated', () => {
  const long = Object.values(schema)
    .filter(table => is(table, PgTable))
    .flatMap(longColumnsOf)
  expect(long.map(({ name }) => name)).toEqual(expect.arrayContaining(['notes', 'value']))
  for (const { table, name, max } of long) {
    const repeated = cost(`{ ${table}(limit: 1) { a: ${name} b: ${name} } }`)
    expect([table, name, repeated]).toEqual([table, name, 1 + 4 + Math.ceil(max / 1000)])
  }
})

test('the known fields are those of the roles\' schemas', () => {
  const schemas = roles.map(role =>
    buildSchema(readFileSync(path.join(root, `app/graphql/generated/${role}.graphql`), 'utf8')),
  )
  expect(outputFields).toEqual(outputFieldsOf(schemas))
})

/** The limits of readable columns, in characters, as the table's checks say. */
function longColumnsOf(table: PgTable): {
  table: string
  name: string
  max: number
}[] {
  const { name: tableName, columns, checks } = getTableConfig(table)
  const dialect = new PgDialect()
  const conditions = checks.map(({ value }) => dialect.sqlToQuery(value).sql)
  return columns
    .filter(({ name }) => !fromProvider.has(`${tableName}.${name}`) && isReadable(tableName))
    .filter(column => ['text', 'jsonb'].includes(column.getSQLType()))
    .map(({ name }) => {
      const limits = conditions
        .filter(condition => condition.includes(`"${name}"`))
        .flatMap(condition => /(?:char|octet)_length\(.*?\) <= (\d+)/.exec(condition)?.[1] ?? [])
      return { table: tableName, name, max: derived.get(`${tableName}.${name}`) ?? Math.min(...limits.map(Number)) }
    })
    .filter(({ max }) => max > maxShortText)
}

/** What history says of a row: its texts before and after, in JSON, where a character may take six. */
const derived: ReadonlyMap<string, number> = new Map([['audit_log.difference', 600_000]])

/** What sign-in copies from the provider's token, which is shorter than a request's headers may be. */
const fromProvider = new Set(
  ['username', 'email', 'name', 'avatar_url', 'role'].map(name => `users.${name}`),
)

const isReadable = (table: string) => Object.hasOwn(outputFields.query_root!, table)

function isOperation(value: unknown): value is DocumentNode {
  return (
    typeof value === 'object'
    && value !== null
    && 'definitions' in value
    && (value as DocumentNode).definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  )
}
