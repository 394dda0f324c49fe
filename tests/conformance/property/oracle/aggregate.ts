import { Kind, type FieldNode } from 'graphql'
import { numberText } from '../../../../hasura/engine/document/json.ts'
import { same } from '../content.ts'
import { quoted } from '../world.ts'
import { jsonOf } from '../variables.ts'
import type { Expected } from './expected.ts'
import { argumentOf, below, collectFields, type Collected } from './fields.ts'
import type { CheckContext } from './check.ts'
import type { Oracle } from './visible.ts'

/** One aggregate of the answer and how SQL computes it. */
interface Call {
  readonly path: string
  readonly value: unknown
  readonly sql: string
}

/** Compares `aggregate { … }` with PostgreSQL's aggregates over the expected rows. */
export async function checkAggregate(data: unknown, fields: readonly FieldNode[], type: string, expected: Expected, path: string, context: CheckContext): Promise<void> {
  const collected = collectFields(below(fields), `${type}_aggregate_fields`, context.fragments)
  const calls = [...collected].flatMap(([key, nodes]) => callsOf(data, key, nodes, type, `${path}.${key}`, context))
  const known = expected.exact === 'size' ? calls.filter(({ sql }) => sql === 'count(*)') : calls
  const values = known.length > 0 ? await computed(known, type, expected, context.oracle) : []
  known.forEach((call, index) => {
    if (values && !alike(call.value, values[index])) context.problems.push(`${call.path} is ${JSON.stringify(call.value)}, but ${call.sql} of the visible rows is ${JSON.stringify(values[index])}`)
  })
}

async function computed(calls: readonly Call[], type: string, { rows, exact }: Expected, oracle: Oracle): Promise<unknown[] | undefined> {
  return exact === 'size' ? calls.map(() => rows.length) : oracle.aggregates(type, rows, calls.map(call => call.sql))
}

function callsOf(data: unknown, key: string, nodes: readonly FieldNode[], type: string, path: string, { fragments }: CheckContext): Call[] {
  const [node] = nodes
  const value = (data as Record<string, unknown>)[key]
  if (!node || node.name.value === '__typename') return []
  if (node.name.value === 'count') return [{ path, value, sql: countSql(node) }]
  const group: Collected = collectFields(below(nodes), `${type}_${node.name.value}_fields`, fragments)
  return [...group].flatMap(([name, [field]]) => !field || field.name.value === '__typename'
    ? []
    : [{ path: `${path}.${name}`, value: (value as Record<string, unknown>)[name], sql: `${node.name.value}(t.${quoted(field.name.value)})` }])
}

function countSql(node: FieldNode): string {
  const columns = argumentOf(node, 'columns')
  const names = (columns?.kind === Kind.LIST ? columns.values.map(jsonOf) : columns ? [jsonOf(columns)] : []) as string[]
  const distinct = argumentOf(node, 'distinct')
  if (names.length === 0) return 'count(*)'
  const list = names.map(name => `t.${quoted(name)}`).join()
  return `count(${distinct?.kind === Kind.BOOLEAN && distinct.value ? 'distinct ' : ''}${names.length > 1 ? `row(${list})` : list})`
}

/** The order in which floats are added up is PostgreSQL's own choice; a float4 has six digits. */
function alike(left: unknown, right: unknown): boolean {
  if (same(left, right)) return true
  const [a, b] = [numberText(left as never), numberText(right as never)].map(Number)
  return a !== undefined && b !== undefined && Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b))
}
