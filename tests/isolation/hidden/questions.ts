// Every question about rows that the asker may not see: each operator of each column, along each
// path that leads to the table.
import { getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql'
import type {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql'
import { absent, own } from '../support/pairs.ts'
import { ids } from '../support/people.ts'
import { figures, moments, secrets } from './rows.ts'
import { operandsOf } from './values.ts'

/**
 * Documents that must give the same bytes, whatever the hidden rows say. Each document holds one
 * condition only.
 */
export interface Question {
  readonly table: string
  readonly path: string
  readonly operator: string
  readonly documents: readonly string[]
}

/** A condition on a table's rows, as the document around it takes it. */
type Around = (where: string) => string

/** A condition that only hidden rows meet, and only in one of the two states. */
function markerOf(table: string): string {
  const column =
    {
      categories: 'name',
      settings: 'key',
      users: 'name',
      goal_members: 'name',
      check_ins: 'note',
      invitations: 'invitee',
      received_invitations: 'goal_title',
      audit_log: 'door',
      own_history: 'door',
    }[table] ?? 'title'
  if (['goal_figures', 'goal_progress'].includes(table)) return `{progress: {_eq: ${figures[0]}}}`
  return ['user_goals', 'goal_grants', 'task_dependencies', 'period_closes'].includes(table)
    ? `{created_at: {_eq: "${moments[0]}"}}`
    : `{${column}: {_eq: "${secrets[0]}"}}`
}

/** All questions that a role can ask. */
export function questionsOf(schema: GraphQLSchema): Question[] {
  const tables = Object.keys(schema.getTypeMap()).flatMap(
    name => /^(.+)(?<!_aggregate)_bool_exp$/.exec(name)?.[1] ?? [],
  )
  return tables.flatMap(table => [...comparisons(schema, table), ...aggregates(schema, table)])
}

/**
 * What is asked along every path; the other operators, which share their decisions, are asked at
 * the root.
 */
export const everywhere: ReadonlySet<string> = new Set([
  '_like',
  '_ilike',
  '_nlike',
  '_nilike',
  '_regex',
  '_similar',
  '_cast',
  '_eq',
])

function comparisons(schema: GraphQLSchema, table: string): Question[] {
  const columns = columnsOf(schema, table).filter(
    ({ type }, index, all) =>
      type === 'String' || all.findIndex(other => other.type === type) === index,
  )
  const firstText = columns.find(({ type }) => type === 'String')
  return Object.entries(pathsTo(schema, table)).flatMap(([path, env]) => {
    const isRoot = path === 'query'
    const asked = isRoot ? columns : [firstText ?? columns[0]!]
    const uses = asked.flatMap(({ operators, ...column }) =>
      operators
        .filter(operator =>
          isRoot
            ? column.type !== 'String'
            || column.column === firstText?.column
            || everywhere.has(operator)
            : everywhere.has(operator),
        )
        .map(operator => ({ table, ...column, operator })),
    )
    return [...Map.groupBy(uses, ({ operator }) => operator)].map(([operator, same]) => ({
      table,
      path,
      operator,
      documents: same.flatMap(use => conditions(use, isRoot)).map(env),
    }))
  })
}

/**
 * The operator beside what only a hidden row meets; at the root also with a fitting value, and a
 * pattern alone.
 */
function conditions(
  {
    table,
    column,
    type,
    operator,
  }: {
    table: string
    column: string
    type: string
    operator: string
  },
  isRoot: boolean,
): string[] {
  const operands = operandsOf(type, operator).slice(isRoot ? 0 : -1)
  return operands.flatMap((operand) => {
    const condition = `{${column}: {${operator}: ${operand}}}`
    return [
      `{_and: [${markerOf(table)}, ${condition}]}`,
      ...(isRoot && ['_like', '_ilike'].includes(operator) ? [condition] : []),
    ]
  })
}

function columnsOf(
  schema: GraphQLSchema,
  table: string,
): {
  column: string
  type: string
  operators: string[]
}[] {
  return Object.values(inputFields(schema, `${table}_bool_exp`)).flatMap(
    ({ name: column, type: input }) => {
      const type = /^(.+)_comparison_exp$/.exec(getNamedType(input).name)?.[1]
      return type
        ? [{ column, type, operators: Object.keys(inputFields(schema, `${type}_comparison_exp`)) }]
        : []
    },
  )
}

const ofBob = { cursor: 'created_at', where: `{user_id: {_eq: "${ids.bob}"}}` }
const byBob = { cursor: 'created_at', where: `{created_by: {_eq: "${ids.bob}"}}` }

/** Rows of Bob's own, which make a stream say something. The trash has none of his. */
const ownRows: Readonly<Record<string, { cursor: string, where: string }>> = {
  categories: ofBob,
  goal_grants: ofBob,
  goal_members: ofBob,
  user_goals: ofBob,
  check_ins: byBob,
  goals: byBob,
  key_results: byBob,
  tasks: byBob,
  settings: { cursor: 'updated_at', where: ofBob.where },
  period_closes: ofBob,
  goal_progress: { cursor: 'day', where: `{goal: ${byBob.where}}` },
  audit_log: { cursor: 'created_at', where: `{goal_id: {_eq: "${own.goal}"}}` },
  own_history: { cursor: 'created_at', where: `{user_id: {_eq: "${ids.bob}"}}` },
  users: { cursor: 'created_at', where: `{id: {_eq: "${ids.bob}"}}` },
}

/** Each way for a condition on a table to reach its rows; how the document is named says how. */
function pathsTo(schema: GraphQLSchema, table: string): Record<string, Around> {
  const paths: Record<string, Around> = {
    query: where => `{ ${table}(where: ${where}) { __typename } }`,
  }
  const has = (root: GraphQLObjectType | undefined | null, field: string) =>
    root?.getFields()[field] !== undefined
  if (has(schema.getQueryType(), `${table}_aggregate`))
    paths.aggregate = where => `{ ${table}_aggregate(where: ${where}) { aggregate { count } } }`
  paths.subscription = where => `subscription { ${table}(where: ${where}) { __typename } }`
  const own = ownRows[table]
  if (own)
    paths.stream = where =>
      `subscription { ${table}_stream(batch_size: 1, cursor: {initial_value: {${own.cursor}: "1970-01-01"}}, where: {_or: [${where}, ${own.where}]}) { __typename } }`
  const mutations = schema.getMutationType()
  if (has(mutations, `delete_${table}`))
    paths['mutation delete'] = where =>
      `mutation { delete_${table}(where: ${where}) { affected_rows } }`
  if (has(mutations, `update_${table}`))
    paths['mutation update'] = where =>
      `mutation { update_${table}(where: ${where}, _set: ${someSet(schema, table)}) { affected_rows } }`
  if (has(mutations, `insert_${table}_one`) && has(mutations, `update_${table}`))
    paths['mutation upsert'] = where => upsert(schema, table, where)
  return { ...paths, ...pathsThrough(schema, table) }
}

function pathsThrough(schema: GraphQLSchema, table: string): Record<string, Around> {
  const paths: Record<string, Around> = {}
  for (const origin of Object.values(schema.getTypeMap()).filter(isInputObjectType)) {
    const from = /^(.+)(?<!_aggregate)_bool_exp$/.exec(origin.name)?.[1]
    for (const { name, type } of from ? Object.values(origin.getFields()) : []) {
      if (name.startsWith('_')) continue
      const target = getNamedType(type).name
      if (target === `${table}_bool_exp`)
        paths[`${from}.${name}`] = where => `{ ${from}(where: {${name}: ${where}}) { __typename } }`
      if (target === `${table}_aggregate_bool_exp`) {
        paths[`${from}.${name}`] = where =>
          `{ ${from}(where: {${name}: {count: {filter: ${where}, predicate: {_gte: 0}}}}) { __typename } }`
      }
    }
  }
  for (const origin of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(origin.getFields())) {
      const isNested =
        schema.getQueryType()?.getFields()[origin.name]
        && field.args.some(({ type }) => getNamedType(type).name === `${table}_bool_exp`)
      const inside = getNamedType(field.type).name.endsWith('_aggregate')
        ? 'aggregate { count }'
        : '__typename'
      if (isNested)
        paths[`${origin.name} { ${field.name} }`] = where =>
          `{ ${origin.name} { ${field.name}(where: ${where}) { ${inside} } } }`
    }
  }
  return paths
}

const someValue: Readonly<Record<string, string>> = {
  title: '"x"',
  name: '"x"',
  note: '"x"',
  value: '1',
  role: '"viewer"',
  status: '"revoked"',
  is_active: 'true',
  deleted_at: 'null',
}

function someSet(schema: GraphQLSchema, table: string): string {
  const column = Object.keys(inputFields(schema, `${table}_set_input`)).find(
    name => someValue[name] !== undefined,
  )!
  return `{${column}: ${someValue[column]}}`
}

/** An upsert that meets no row: one that does is in the checks by number. */
function upsert(schema: GraphQLSchema, table: string, where: string): string {
  const keys: Readonly<Record<string, string>> = {
    categories: 'categories_user_id_name_key',
    settings: 'settings_pkey',
  }
  const values: Readonly<Record<string, string>> = {
    categories: '{name: "Health"}',
    settings: '{key: "theme", value: "light"}',
    goals: '{title: "", horizon: "weekly"}',
    tasks: '{title: ""}',
    key_results: '{title: ""}',
    check_ins: '{note: ""}',
    goal_grants: `{goal_id: "${own.goal}", user_id: "${absent}", role: "viewer"}`,
    invitations: `{goal_id: "${own.goal}", invitee: "", role: "viewer"}`,
  }
  const column = Object.keys(inputFields(schema, `${table}_set_input`)).find(
    name => someValue[name] !== undefined,
  )!
  const conflict = `{constraint: ${keys[table] ?? `${table}_pkey`}, update_columns: [${column}], where: ${where}}`
  return `mutation { insert_${table}_one(object: ${values[table]}, on_conflict: ${conflict}) { __typename } }`
}

/**
 * What an aggregate over rows that the asker may see tells of the hidden row above them: as a
 * condition, a sort key, a result.
 */
function aggregates(schema: GraphQLSchema, table: string): Question[] {
  return Object.values(inputFields(schema, `${table}_bool_exp`)).flatMap(
    ({ name: relationship, type }) => {
      const aggregate = getNamedType(type).name
      const functions = aggregate.endsWith('_aggregate_bool_exp')
        ? Object.values(inputFields(schema, aggregate)).filter(({ name }) => name !== 'count')
        : []
      return functions.flatMap(({ name, type: body }) => {
        const predicate = `{${name}: {arguments: ${argumentsOf(getNamedType(body))}, predicate: {${name.startsWith('bool') ? '_eq: true' : '_gt: 0'}}}}`
        const isSelected = /^(avg|sum|stddev_samp|var_samp)$/.test(name)
        const result = isSelected
          ? `${relationship} { aggregate { ${name} { position } } }`
          : '__typename'
        const sorted = isSelected ? `, order_by: {${relationship}: {${name}: {position: asc}}}` : ''
        return {
          table,
          path: relationship,
          operator: name,
          documents: [
            `{ ${table}(where: {_and: [${markerOf(table)}, {${relationship}: ${predicate}}]}) { __typename } }`,
            `{ ${table}(where: ${markerOf(table)}${sorted}) { __typename } }`,
            `{ ${table}(where: ${markerOf(table)}) { ${result} } }`,
          ],
        }
      })
    },
  )
}

/** The first column that an aggregate's predicate takes, or the same one twice. */
function argumentsOf(body: GraphQLNamedType): string {
  const given = getNamedType((body as GraphQLInputObjectType).getFields().arguments!.type)
  if (isEnumType(given)) return given.getValues()[0]!.name
  return `{${Object.values((given as GraphQLInputObjectType).getFields())
    .map(
      ({ name, type }) =>
        `${name}: ${(getNamedType(type) as GraphQLEnumType).getValues()[0]!.name}`,
    )
    .join(', ')}}`
}

function inputFields(schema: GraphQLSchema, name: string) {
  const type = schema.getType(name)
  return isInputObjectType(type) ? type.getFields() : {}
}
