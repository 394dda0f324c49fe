import {
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import { numberText } from '../../../json/json.ts'
import { keyFields } from '../generate/context.ts'
import { keyAlias, typeAlias } from '../generate/selection.ts'
import { keyOf, same } from '../content.ts'
import type { Row, World, WorldTable } from '../world.ts'
import { checkAggregate } from './aggregate.ts'
import type { CheckContext } from './context.ts'
import { expectedByKey, expectedOne, expectedRows, type Expected, type Hook } from './expected.ts'
import { argumentOf, below, collectFields, fragmentsOf } from './fields.ts'
import type { Oracle } from './visible.ts'

/** What is wrong with an answer, and whether the document leaves open which rows it gives. */
export interface Verdict {
  readonly problems: readonly string[]
  readonly isOpen: boolean
}

/**
 * Compares a query's whole answer with what the session may see: every object, value, list and
 * aggregate.
 */
export async function checkAnswer(
  data: unknown,
  document: DocumentNode,
  schema: GraphQLSchema,
  world: World,
  oracle: Oracle,
): Promise<Verdict> {
  const context: CheckContext = {
    world,
    oracle,
    fragments: fragmentsOf(document),
    problems: [],
    isOpen: false,
  }
  const operation = document.definitions.find(
    definition => definition.kind === Kind.OPERATION_DEFINITION,
  )
  const root = schema.getQueryType()
  if (operation && root) await checkObject(data, root, [operation.selectionSet], '$', context)
  return context
}

async function checkObject(
  data: unknown,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  path: string,
  context: CheckContext,
): Promise<void> {
  const collected = collectFields(sets, type.name, context.fragments)
  if (
    typeof data !== 'object'
    || data === null
    || !same(Object.keys(data), [...collected.keys()])
  ) {
    context.problems.push(`${path} has other members than the document: ${JSON.stringify(data)}`)
    return
  }
  const table = tableOf(type, context.world)
  const row = table && rowOf(data as Row, type, table, context.oracle)
  if (table && row === undefined)
    context.problems.push(
      `LEAK: ${path} is a row that the session may not see: ${JSON.stringify(data)}`,
    )
  for (const [key, nodes] of collected) {
    const value = (data as Record<string, unknown>)[key]
    await checkField(
      value,
      nodes,
      type,
      table && row ? { table, row } : undefined,
      `${path}.${key}`,
      context,
    )
  }
}

/** The visible row that an object says it is. */
function rowOf(
  data: Row,
  type: GraphQLObjectType,
  table: WorldTable,
  oracle: Oracle,
): Row | undefined {
  const key = Object.fromEntries(
    keyFields(table).map((_, index) => [keyAlias(index), data[keyAlias(index)]]),
  )
  return data[typeAlias] === type.name
    ? oracle.row(table.type, keyOf(key, Object.keys(key)))
    : undefined
}

function tableOf(type: GraphQLObjectType, { tables, spelling }: World): WorldTable | undefined {
  return tables.find(table => table.type === spelling.plainType(type.name))
}

/** The row at hand, when the object is one. */
interface At {
  readonly table: WorldTable
  readonly row: Row
}

async function checkField(
  value: unknown,
  nodes: readonly FieldNode[],
  type: GraphQLObjectType,
  at: At | undefined,
  path: string,
  context: CheckContext,
): Promise<void> {
  const [node] = nodes
  const field = type.getFields()[node?.name.value ?? '']
  if (!node || !field) {
    if (node?.name.value === '__typename' && value !== type.name)
      context.problems.push(`${path} is ${JSON.stringify(value)}`)
    return
  }
  const target = getNamedType(field.type)
  if (!isObjectType(target)) return checkLeaf(value, node, at, path, context)
  const name = context.world.spelling.plain(node.name.value).replace(/_aggregate$/, '')
  const relationship = at?.table.relationships.get(name)
  const hook = relationship && at ? { relationship, parent: at.row } : undefined
  const isPredicted = (hook !== undefined || at === undefined) && !context.world.functions.has(name)
  if (target.getFields().nodes)
    return checkAggregated(value, nodes, target, field, isPredicted, hook, path, context)
  const table = tableOf(target, context.world)
  // The one other object of a query is the root namespace.
  if (!table) return checkObject(value, target, below(nodes), path, context)
  const expected = isPredicted
    ? await expectedOf(node, field, table, hook, context.oracle)
    : undefined
  await checkRows(value, nodes, target, isList(field), expected, path, context)
}

function checkLeaf(
  value: unknown,
  node: FieldNode,
  at: At | undefined,
  path: string,
  { world, problems }: CheckContext,
): void {
  if (
    !at?.table.fields.has(node.name.value)
    || (node.arguments ?? []).length > 0
    || world.functions.has(node.name.value)
  )
    return
  const expected = shown(at.row[node.name.value], node.name.value, at.table)
  if (!same(value, expected))
    problems.push(
      `${path} is ${JSON.stringify(value)}, but the row has ${JSON.stringify(expected)}`,
    )
}

/** A value as the API prints it. */
function shown(value: unknown, field: string, { stringified }: WorldTable): unknown {
  return stringified.has(field) ? (numberText(value as never) ?? value) : value
}

function expectedOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  table: WorldTable,
  hook: Hook | undefined,
  oracle: Oracle,
): Promise<Expected | undefined> {
  if (isList(field))
    return expectedRows(node, field, table, hook, oracle.session.limits?.[table.type], oracle)
  return hook ? expectedOne(table, hook, oracle) : expectedByKey(node, table, oracle)
}

/** A list of rows, or one row or null. */
async function checkRows(
  value: unknown,
  nodes: readonly FieldNode[],
  type: GraphQLObjectType,
  list: boolean,
  expected: Expected | undefined,
  path: string,
  context: CheckContext,
): Promise<void> {
  const rows = Array.isArray(value) ? (value as unknown[]) : value === null ? [] : [value]
  if (list !== Array.isArray(value)) context.problems.push(`${path} is ${list ? 'no' : 'a'} list`)
  if (expected) compareRows(rows as Row[], expected, type, path, context)
  if (list) noteOpenness(nodes, expected, context)
  for (const [index, row] of rows.entries())
    await checkObject(row, type, below(nodes), list ? `${path}[${index}]` : path, context)
}

function noteOpenness(
  [node]: readonly FieldNode[],
  expected: Expected | undefined,
  context: CheckContext,
): void {
  const isCut =
    node !== undefined
    && ['limit', 'offset', 'distinct_on'].some(name =>
      argumentOf(node, name, context.world.spelling),
    )
  if (expected ? expected.exact === 'size' : isCut || context.oracle.session.limits !== undefined)
    context.isOpen = true
}

function compareRows(
  rows: readonly Row[],
  expected: Expected,
  type: GraphQLObjectType,
  path: string,
  { world, problems }: CheckContext,
): void {
  const table = tableOf(type, world)
  const parts = table ? keyFields(table) : []
  const given = rows.map(row => JSON.stringify(parts.map((_, index) => row[keyAlias(index)])))
  const wanted = expected.rows.map(row => JSON.stringify(parts.map(part => row[part])))
  const isRight =
    expected.exact === 'sequence'
      ? same(given, wanted)
      : expected.exact === 'set'
        ? same([...given].sort(), [...wanted].sort())
        : given.length === wanted.length
  if (!isRight)
    problems.push(
      `${path} has the rows ${given.join()}, but the ${expected.exact} ${wanted.join()} was expected`,
    )
}

async function checkAggregated(
  value: unknown,
  nodes: readonly FieldNode[],
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  isPredicted: boolean,
  hook: Hook | undefined,
  path: string,
  context: CheckContext,
): Promise<void> {
  const { oracle, world, fragments, problems } = context
  const [node] = nodes
  const rowType = getNamedType(type.getFields().nodes?.type)
  const table = isObjectType(rowType) ? tableOf(rowType, world) : undefined
  if (!node || !table || !isObjectType(rowType)) return
  const expected = (limit: number | undefined) =>
    isPredicted ? expectedRows(node, field, table, hook, limit, oracle) : undefined
  const members = collectFields(below(nodes), type.name, fragments)
  if (
    typeof value !== 'object'
    || value === null
    || !same(Object.keys(value), [...members.keys()])
  ) {
    problems.push(`${path} has other members than the document: ${JSON.stringify(value)}`)
    return
  }
  noteOpenness(nodes, await expected(undefined), context)
  for (const [key, inner] of members) {
    const member = (value as Record<string, unknown>)[key]
    if (inner[0]?.name.value === 'nodes')
      await checkRows(
        member,
        inner,
        rowType,
        true,
        await expected(oracle.session.limits?.[table.type]),
        `${path}.${key}`,
        context,
      )
    const fields = getNamedType(type.getFields().aggregate?.type)
    const rows = inner[0]?.name.value === 'aggregate' ? await expected(undefined) : undefined
    if (rows && isObjectType(fields))
      await checkAggregate(member, inner, { table, fields }, rows, `${path}.${key}`, context)
  }
}

function isList({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type)
}
