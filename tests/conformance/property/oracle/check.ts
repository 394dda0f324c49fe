import { getNamedType, isListType, isNonNullType, isObjectType, Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLField, type GraphQLObjectType, type GraphQLSchema, type SelectionSetNode } from 'graphql'
import { keyFields } from '../generate/context.ts'
import { keyAlias, typeAlias } from '../generate/selection.ts'
import { keyOf, same } from '../content.ts'
import type { Row, World, WorldTable } from '../world.ts'
import { checkAggregate } from './aggregate.ts'
import { expectedByKey, expectedOne, expectedRows, type Expected, type Hook } from './expected.ts'
import { argumentOf, below, collectFields, fragmentsOf } from './fields.ts'
import type { Oracle } from './visible.ts'

/** What a check works with; problems collect in a list. */
export interface CheckContext {
  readonly world: World
  readonly oracle: Oracle
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly problems: string[]
  /** Set when rows are cut in an order that the document leaves open: asked again, it may give others. */
  isOpen: boolean
}

/** What is wrong with an answer, and whether the document leaves open which rows it gives. */
export interface Verdict {
  readonly problems: readonly string[]
  readonly isOpen: boolean
}

/** Compares a query's whole answer with what the session may see: every object, value, list and aggregate. */
export async function checkAnswer(data: unknown, document: DocumentNode, schema: GraphQLSchema, world: World, oracle: Oracle): Promise<Verdict> {
  const context: CheckContext = { world, oracle, fragments: fragmentsOf(document), problems: [], isOpen: false }
  const operation = document.definitions.find(definition => definition.kind === Kind.OPERATION_DEFINITION)
  const root = schema.getQueryType()
  if (operation && root) await checkObject(data, root, [operation.selectionSet], '$', context)
  return context
}

async function checkObject(data: unknown, type: GraphQLObjectType, sets: readonly SelectionSetNode[], path: string, context: CheckContext): Promise<void> {
  const collected = collectFields(sets, type.name, context.fragments)
  if (typeof data !== 'object' || data === null || !same(Object.keys(data), [...collected.keys()])) {
    context.problems.push(`${path} has other members than the document: ${JSON.stringify(data)}`)
    return
  }
  const table = context.world.tables.find(one => one.type === type.name)
  const row = table && rowOf(data as Row, table, context.oracle)
  if (table && row === undefined) context.problems.push(`LEAK: ${path} is a row that the session may not see: ${JSON.stringify(data)}`)
  for (const [key, nodes] of collected) {
    const value = (data as Record<string, unknown>)[key]
    await checkField(value, nodes, type, table && row ? { table, row } : undefined, `${path}.${key}`, context)
  }
}

/** The visible row that an object says it is. */
function rowOf(data: Row, table: WorldTable, oracle: Oracle): Row | undefined {
  const key = Object.fromEntries(keyFields(table).map((_, index) => [keyAlias(index), data[keyAlias(index)]]))
  return data[typeAlias] === table.type ? oracle.row(table.type, keyOf(key, Object.keys(key))) : undefined
}

/** The row at hand, when the object is one. */
interface At { readonly table: WorldTable, readonly row: Row }

async function checkField(value: unknown, nodes: readonly FieldNode[], type: GraphQLObjectType, at: At | undefined, path: string, context: CheckContext): Promise<void> {
  const [node] = nodes
  const field = type.getFields()[node?.name.value ?? '']
  if (!node || !field) {
    if (node?.name.value === '__typename' && value !== type.name) context.problems.push(`${path} is ${JSON.stringify(value)}`)
    return
  }
  const target = getNamedType(field.type)
  if (!isObjectType(target)) return checkLeaf(value, node, at, path, context)
  const relationship = at?.table.relationships.get(node.name.value.replace(/_aggregate$/, ''))
  const hook = relationship && at ? { relationship, parent: at.row } : undefined
  const isPredicted = (hook !== undefined || at === undefined) && !context.world.functions.has(node.name.value.replace(/_aggregate$/, ''))
  if (target.getFields().nodes) return checkAggregated(value, nodes, target, field, isPredicted, hook, path, context)
  const table = context.world.tables.find(one => one.type === target.name)
  const expected = table && isPredicted ? await expectedOf(node, field, table, hook, context.oracle) : undefined
  await checkRows(value, nodes, target, isList(field), expected, path, context)
}

function checkLeaf(value: unknown, node: FieldNode, at: At | undefined, path: string, { world, problems }: CheckContext): void {
  if (!at?.table.fields.has(node.name.value) || (node.arguments ?? []).length > 0 || world.functions.has(node.name.value)) return
  if (!same(value, at.row[node.name.value])) problems.push(`${path} is ${JSON.stringify(value)}, but the row has ${JSON.stringify(at.row[node.name.value])}`)
}

function expectedOf(node: FieldNode, field: GraphQLField<unknown, unknown>, table: WorldTable, hook: Hook | undefined, oracle: Oracle): Promise<Expected | undefined> {
  if (isList(field)) return expectedRows(node, field, table, hook, oracle.session.limits?.[table.type], oracle)
  return hook ? expectedOne(table, hook, oracle) : expectedByKey(node, table, oracle)
}

/** A list of rows, or one row or null. */
async function checkRows(value: unknown, nodes: readonly FieldNode[], type: GraphQLObjectType, list: boolean, expected: Expected | undefined, path: string, context: CheckContext): Promise<void> {
  const rows = Array.isArray(value) ? value as unknown[] : value === null ? [] : [value]
  if (list !== Array.isArray(value)) context.problems.push(`${path} is ${list ? 'no' : 'a'} list`)
  if (expected) compareRows(rows as Row[], expected, type, path, context)
  if (list) noteOpenness(nodes, expected, context)
  for (const [index, row] of rows.entries()) await checkObject(row, type, below(nodes), list ? `${path}[${index}]` : path, context)
}

function noteOpenness([node]: readonly FieldNode[], expected: Expected | undefined, context: CheckContext): void {
  const isCut = node !== undefined && ['limit', 'offset', 'distinct_on'].some(name => argumentOf(node, name))
  if (expected ? expected.exact === 'size' : isCut || context.oracle.session.limits !== undefined) context.isOpen = true
}

function compareRows(rows: readonly Row[], expected: Expected, type: GraphQLObjectType, path: string, { world, problems }: CheckContext): void {
  const table = world.tables.find(one => one.type === type.name)
  const parts = table ? keyFields(table) : []
  const given = rows.map(row => JSON.stringify(parts.map((_, index) => row[keyAlias(index)])))
  const wanted = expected.rows.map(row => JSON.stringify(parts.map(part => row[part])))
  const isRight = expected.exact === 'sequence' ? same(given, wanted) : expected.exact === 'set' ? same([...given].sort(), [...wanted].sort()) : given.length === wanted.length
  if (!isRight) problems.push(`${path} has the rows ${given.join()}, but the ${expected.exact} ${wanted.join()} was expected`)
}

async function checkAggregated(
  value: unknown, nodes: readonly FieldNode[], type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, isPredicted: boolean, hook: Hook | undefined, path: string, context: CheckContext,
): Promise<void> {
  const { oracle, world, fragments, problems } = context
  const [node] = nodes
  const rowType = getNamedType(type.getFields().nodes?.type)
  const table = world.tables.find(one => isObjectType(rowType) && one.type === rowType.name)
  if (!node || !table || !isObjectType(rowType)) return
  const expected = (limit: number | undefined) => isPredicted ? expectedRows(node, field, table, hook, limit, oracle) : undefined
  const members = collectFields(below(nodes), type.name, fragments)
  if (typeof value !== 'object' || value === null || !same(Object.keys(value), [...members.keys()])) {
    problems.push(`${path} has other members than the document: ${JSON.stringify(value)}`)
    return
  }
  noteOpenness(nodes, await expected(undefined), context)
  for (const [key, inner] of members) {
    const member = (value as Record<string, unknown>)[key]
    if (inner[0]?.name.value === 'nodes') await checkRows(member, inner, rowType, true, await expected(oracle.session.limits?.[table.type]), `${path}.${key}`, context)
    const rows = inner[0]?.name.value === 'aggregate' ? await expected(undefined) : undefined
    if (rows) await checkAggregate(member, inner, table.type, rows, `${path}.${key}`, context)
  }
}

function isList({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type)
}
