import { translateAffected } from '../translate/affected.ts'
import type { AffectedStatement, ImageCondition } from '../translate/types.ts'
import type { Cohort } from './poller.ts'
import { relaxed } from './relaxed.ts'
import type { KeyedTable, PreparedSubscription } from './types.ts'

/** How to find the cohorts that a write to one table concerns. */
export type Probe =
  | { readonly kind: 'everybody' }
  | { readonly kind: 'nobody' }
  | ProbeQuery

export interface ProbeQuery {
  readonly kind: 'query'
  readonly statement: AffectedStatement
  /** The texts of the statement's parameters. */
  readonly values: (cohort: Cohort) => readonly (string | null)[]
}

/** Makes the question for one table from every place where the subscription reads it. */
export function probeOf(changed: KeyedTable, { statement, touched }: Pick<PreparedSubscription, 'statement' | 'touched'>): Probe {
  if (touched.kind === 'unknown') return { kind: 'everybody' }
  const conditions = new Map<string, ImageCondition>()
  for (const { table, columns } of changed.seenAs) {
    for (const read of touched.reads.filter(({ table: { schema, name } }) => schema === table.schema && name === table.name)) {
      const condition = relaxed(read.condition, column => columns.has(column))
      if (!condition) return { kind: 'everybody' }
      conditions.set(JSON.stringify([table, condition]), { condition, columns })
    }
  }
  const question = translateAffected([...conditions.values()])
  if (!question) return { kind: 'nobody' }
  const sources = question.parameters.map(value => value.kind === 'constant'
    ? () => value.text
    : valueAt(statement.parameters.findIndex(({ key }) => key === value.key)))
  if (sources.includes(undefined)) return { kind: 'everybody' }
  return { kind: 'query', statement: question, values: cohort => sources.map(source => source?.(cohort) ?? null) }
}

/** A cohort's value of the polled statement's parameter; undefined for one that it does not have. */
function valueAt(index: number): ((cohort: Cohort) => string | null) | undefined {
  return index < 0 ? undefined : ({ values }) => values[index] ?? null
}
