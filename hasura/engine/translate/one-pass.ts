import { someNode } from '../plan/some-node.ts'
import type { AggregatePart, BoolExp, RootField, RowSet } from '../plan/types.ts'
import type { SqlColumn, SqlExpression, SqlFrom, SqlSelect } from '../sql/types.ts'
import { aggregatesOf, isComputed } from './aggregate.ts'
import { booleanExpression } from './bool-exp.ts'
import { jsonObject, type JsonMember } from './json.ts'
import { scopeOf, type TranslateContext } from './context.ts'

type AggregateRoot = Extract<RootField, { readonly kind: 'aggregate' }>

/**
 * Aggregates that are read in one pass for each shared permission: where each finds its JSON text.
 */
export interface Passes {
  readonly values: ReadonlyMap<RootField, SqlExpression>
  /** To be joined to the statement; each is one row. */
  readonly queries: readonly SqlFrom[]
}

/**
 * Finds the root fields that can be answered together; the others are not in `values`.
 *
 * @see docs/aggregates-in-one-pass.md
 */
export function aggregatePasses(fields: readonly RootField[], context: TranslateContext): Passes {
  const groups = Map.groupBy(fields.flatMap(candidates), ({ aggregate }) => aggregate.rows.shared)
  const values = new Map<RootField, SqlExpression>()
  const queries: SqlFrom[] = []
  for (const group of groups.values()) {
    if (group.length < 2) continue
    const alias = context.alias()
    queries.push({ kind: 'query', alias, query: passQuery(group, context) })
    group.forEach((field, index) => values.set(field, context.column(alias, valueName(index))))
  }
  return { values, queries }
}

function candidates(field: RootField): readonly AggregateRoot[] {
  if (field.kind === 'namespace') return field.fields.flatMap(candidates)
  return field.kind === 'aggregate'
    && isWhole(field.aggregate.rows)
    && field.aggregate.parts.every(isPassable)
    ? [field]
    : []
}

function isWhole({ shared, where, distinctOn, limit, offset }: RowSet): boolean {
  return (
    shared !== undefined
    && distinctOn.length === 0
    && !limit
    && !offset
    && (!where || isLocal(where))
  )
}

function isPassable(part: AggregatePart): boolean {
  return part.kind === 'typename' || (part.kind === 'aggregate' && part.fields.some(isComputed))
}

/** Whether a condition asks about nothing but the row at hand. */
function isLocal(condition: BoolExp): boolean {
  return !someNode(
    condition,
    ({ kind }) => kind === 'exists' || kind === 'aggregate' || kind === 'union',
  )
}

function passQuery(group: readonly AggregateRoot[], context: TranslateContext): SqlSelect {
  const alias = context.alias()
  const columns = group.map(({ aggregate: { rows, parts } }, index): SqlColumn => {
    context.read(rows, alias)
    const filter = rows.where && booleanExpression(rows.where, scopeOf(alias), context)
    const members = parts.map(part => ({
      key: part.key,
      json: partJson(part, alias, filter, context),
    }))
    return { expression: jsonObject(members), alias: valueName(index) }
  })
  const name = group[0]?.aggregate.rows.shared ?? ''
  return { kind: 'select', columns, from: { kind: 'reference', name, alias } }
}

function partJson(
  part: AggregatePart,
  alias: string,
  filter: SqlExpression | undefined,
  context: TranslateContext,
): JsonMember['json'] {
  return part.kind === 'aggregate'
    ? aggregatesOf(part.fields, alias, filter, context)
    : JSON.stringify(part.kind === 'typename' ? part.name : null)
}

function valueName(index: number): string {
  return `value${index}`
}
