import { getNamedType, isObjectType, Kind, type FieldNode, type GraphQLObjectType } from 'graphql'
import { numberText, rawNumber } from '../../../json/json.ts'
import { same } from '../content.ts'
import type { Spelling } from '../spelling.ts'
import { quoted, type WorldTable } from '../world.ts'
import { jsonOf } from '../variables.ts'
import type { Expected } from './expected.ts'
import { argumentOf, below, collectFields, type Collected } from './fields.ts'
import type { CheckContext } from './context.ts'
import type { Oracle } from './visible.ts'

/** One aggregate of the answer and how SQL computes it. */
interface Call {
  readonly path: string
  readonly value: unknown
  readonly sql: string
  /** Whether its number comes as a string. */
  readonly isText: boolean
}

/** A table, and the type of what is computed of its rows. */
interface Aggregated {
  readonly table: WorldTable
  readonly fields: GraphQLObjectType
}

/** Compares `aggregate { … }` with PostgreSQL's aggregates over the expected rows. */
export async function checkAggregate(
  data: unknown,
  nodes: readonly FieldNode[],
  { table, fields }: Aggregated,
  expected: Expected,
  path: string,
  context: CheckContext,
): Promise<void> {
  const collected = collectFields(below(nodes), fields.name, context.fragments)
  const calls = [...collected].flatMap(([key, inner]) =>
    callsOf(
      (data as Record<string, unknown>)[key],
      inner,
      { table, fields },
      `${path}.${key}`,
      context,
    ),
  )
  const known = expected.exact === 'size' ? calls.filter(({ sql }) => sql === 'count(*)') : calls
  const values = known.length > 0 ? await computed(known, table.type, expected, context.oracle) : []
  known.forEach((call, index) => {
    if (values && !isShown(call, values[index]))
      context.problems.push(
        `${call.path} is ${JSON.stringify(call.value)}, but ${call.sql} of the visible rows is ${JSON.stringify(values[index])}${call.isText ? ', as a string' : ''}`,
      )
  })
}

async function computed(
  calls: readonly Call[],
  type: string,
  { rows, exact }: Expected,
  oracle: Oracle,
): Promise<unknown[] | undefined> {
  return exact === 'size'
    ? calls.map(() => rows.length)
    : oracle.aggregates(
        type,
        rows,
        calls.map(call => call.sql),
      )
}

function callsOf(
  value: unknown,
  nodes: readonly FieldNode[],
  { table, fields }: Aggregated,
  path: string,
  { fragments, world: { spelling } }: CheckContext,
): Call[] {
  const [node] = nodes
  const type = getNamedType(fields.getFields()[node?.name.value ?? '']?.type)
  if (!node || !type) return []
  if (!isObjectType(type)) return [{ path, value, sql: countSql(node, spelling), isText: false }]
  const group: Collected = collectFields(below(nodes), type.name, fragments)
  return [...group].flatMap(([key, [field]]) =>
    !field || field.name.value === '__typename'
      ? []
      : [
          {
            path: `${path}.${key}`,
            value: (value as Record<string, unknown>)[key],
            sql: `${spelling.plain(node.name.value)}(t.${quoted(field.name.value)})`,
            isText: table.stringified.has(field.name.value),
          },
        ],
  )
}

function countSql(node: FieldNode, spelling: Spelling): string {
  const columns = argumentOf(node, 'columns', spelling)
  const names = (
    columns?.kind === Kind.LIST ? columns.values.map(jsonOf) : columns ? [jsonOf(columns)] : []
  ) as string[]
  const distinct = argumentOf(node, 'distinct', spelling)
  if (names.length === 0) return 'count(*)'
  const list = names.map(name => `t.${quoted(name)}`).join()
  return `count(${distinct?.kind === Kind.BOOLEAN && distinct.value ? 'distinct ' : ''}${names.length > 1 ? `row(${list})` : list})`
}

function isShown({ value, isText }: Call, expected: unknown): boolean {
  if (!isText || expected === null) return alike(value, expected)
  return typeof value === 'string' && alike(rawNumber(value), expected)
}

/** The order in which floats are added up is PostgreSQL's own choice; a float4 has six digits. */
function alike(left: unknown, right: unknown): boolean {
  if (same(left, right)) return true
  const [a, b] = [numberText(left as never), numberText(right as never)].map(Number)
  return (
    a !== undefined
    && b !== undefined
    && Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b))
  )
}
