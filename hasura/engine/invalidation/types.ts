import type { NameKey, QualifiedName } from '../catalog/types.ts'
import type { RowKeyColumn } from '../changes/types.ts'
import type { BoolExp } from '../plan/types.ts'
import type { MultiplexedStatement } from '../translate/types.ts'

/**
 * The tables whose changes can change a result, and each place where they are read; `unknown` when
 * functions are involved.
 */
export type Touched =
  | {
    readonly kind: 'tables'
    readonly tables: readonly NameKey[]
    readonly reads: readonly TableRead[]
  }
  | { readonly kind: 'unknown' }

/** A place where a plan reads a table, and a condition that all rows satisfy which it yields. */
export interface TableRead {
  readonly table: QualifiedName
  readonly condition: BoolExp
}

/**
 * A condition on the key of a changed row, and where it finds the columns of the table that it
 * speaks of.
 */
export interface RowKeyCondition {
  readonly condition: BoolExp
  readonly columns: ReadonlyMap<string, RowKeyColumn>
}

/**
 * Asks which of many sessions are concerned by changed rows. `$1` is a JSON object from ids to
 * arrays of the texts of `parameters`, `$2` a JSON array of row keys. Rows: `(id)`.
 */
export type AffectedStatement = Omit<MultiplexedStatement, 'response'>

/** How to find the cohorts that a write to one table concerns. */
export type Probe = { readonly kind: 'all' } | { readonly kind: 'none' } | ProbeQuery

export interface ProbeQuery {
  readonly kind: 'query'
  readonly statement: AffectedStatement
  /** The texts of the statement's parameters, from those of the polled statement. */
  readonly values: (polled: readonly (string | null)[]) => readonly (string | null)[]
}
