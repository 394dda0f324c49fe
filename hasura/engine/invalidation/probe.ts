import type { KeyedTable, SeenTable } from '../changes/types.ts'
import type { Relation, Value } from '../plan/types.ts'
import { translateAffected } from './affected-statement.ts'
import type { Probe, RowKeyCondition, TableRead, Touched } from './types.ts'
import { weakened } from './weaken.ts'

/**
 * Makes the question for one table from every place where a subscription reads it.
 *
 * @param parameters of the polled statement: their texts are what cohorts differ in
 */
export function probeOf(
  changed: KeyedTable,
  touched: Touched,
  parameters: readonly Value[],
): Probe {
  if (touched.kind === 'unknown') return { kind: 'all' }
  const conditions = new Map<string, RowKeyCondition>()
  for (const seen of changed.seenAs) {
    const { schema, name } = seen.table
    for (const read of touched.reads.filter(
      ({ table }) => schema === table.schema && name === table.name,
    )) {
      const condition = rowKeyCondition(read, seen)
      if (!condition) return { kind: 'all' }
      conditions.set(JSON.stringify([read.table, condition.condition]), condition)
    }
  }
  const statement = translateAffected([...conditions.values()])
  if (!statement) return { kind: 'none' }
  const sources = statement.parameters.map(value =>
    value.kind === 'constant'
      ? () => value.text
      : textAt(parameters.findIndex(({ key }) => key === value.key)),
  )
  if (sources.includes(undefined)) return { kind: 'all' }
  return {
    kind: 'query',
    statement,
    values: polled => sources.map(source => source?.(polled) ?? null),
  }
}

/**
 * What a row's key tells about a place where the subscription reads its table; undefined when
 * nothing. Where it tells nothing of a view's own columns, it may still lead to rows of the view;
 * see docs/affected-cohorts.md.
 */
function rowKeyCondition(
  { table, condition }: TableRead,
  { columns, join }: SeenTable,
): RowKeyCondition | undefined {
  const own = weakened(condition, column => columns.has(column))
  if (own) return { condition: own, columns }
  const where = join && weakened(condition, column => join.columns.has(column))
  if (!where) return undefined
  const relation: Relation = {
    source: { kind: 'table', table },
    mapping: [{ local: join.key, remote: join.column }],
  }
  return {
    condition: { kind: 'exists', relation, permission: undefined, where },
    columns: new Map([[join.key.name, join.key]]),
  }
}

/** A cohort's text of the polled statement's parameter; undefined for one that it does not have. */
function textAt(
  index: number,
): ((polled: readonly (string | null)[]) => string | null) | undefined {
  return index < 0 ? undefined : polled => polled[index] ?? null
}
