import type { Relation } from '../plan/types.ts'
import { translateAffected } from './affected-statement.ts'
import type { AffectedStatement, RowKeyCondition } from '../translate/types.ts'
import type { Cohort } from '../subscription/poller.ts'
import { relaxed } from './weaken.ts'
import type {
  KeyedTable,
  PreparedSubscription,
  SeenTable,
  TableRead,
} from '../subscription/types.ts'

/** How to find the cohorts that a write to one table concerns. */
export type Probe = { readonly kind: 'everybody' } | { readonly kind: 'nobody' } | ProbeQuery

export interface ProbeQuery {
  readonly kind: 'query'
  readonly statement: AffectedStatement
  /** The texts of the statement's parameters. */
  readonly values: (cohort: Cohort) => readonly (string | null)[]
}

/** Makes the question for one table from every place where the subscription reads it. */
export function probeOf(
  changed: KeyedTable,
  { statement, touched }: Pick<PreparedSubscription, 'statement' | 'touched'>,
): Probe {
  if (touched.kind === 'unknown') return { kind: 'everybody' }
  const conditions = new Map<string, RowKeyCondition>()
  for (const seen of changed.seenAs) {
    const { schema, name } = seen.table
    for (const read of touched.reads.filter(
      ({ table }) => schema === table.schema && name === table.name,
    )) {
      const condition = imageCondition(read, seen)
      if (!condition) return { kind: 'everybody' }
      conditions.set(JSON.stringify([read.table, condition.condition]), condition)
    }
  }
  const question = translateAffected([...conditions.values()])
  if (!question) return { kind: 'nobody' }
  const sources = question.parameters.map(value =>
    value.kind === 'constant'
      ? () => value.text
      : valueAt(statement.parameters.findIndex(({ key }) => key === value.key)),
  )
  if (sources.includes(undefined)) return { kind: 'everybody' }
  return {
    kind: 'query',
    statement: question,
    values: cohort => sources.map(source => source?.(cohort) ?? null),
  }
}

/**
 * What a key image tells about a place where the subscription reads its table; undefined when
 * nothing. Where it tells nothing of a view's own columns, it may still lead to rows of the view;
 * see docs/affected-cohorts.md.
 */
function imageCondition(
  { table, condition }: TableRead,
  { columns, join }: SeenTable,
): RowKeyCondition | undefined {
  const own = relaxed(condition, column => columns.has(column))
  if (own) return { condition: own, columns }
  const where = join && relaxed(condition, column => join.columns.has(column))
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

/**
 * A cohort's value of the polled statement's parameter; undefined for one that it does not have.
 */
function valueAt(index: number): ((cohort: Cohort) => string | null) | undefined {
  return index < 0 ? undefined : ({ values }) => values[index] ?? null
}
