import type { EngineError } from '../errors.ts'
import type { NameKey, QualifiedName } from '../catalog/types.ts'
import type { BoolExp } from '../plan/types.ts'
import type { RowKeyColumn, MultiplexedStatement } from '../translate/types.ts'
import type { RowKey } from '../changes/row-keys.ts'

/** Receives what a subscription yields, until it is stopped. */
export interface Subscriber {
  /** The JSON of `data`. */
  readonly next: (data: string) => void
  readonly error: (error: EngineError) => void
}

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

/** What became known about a write. */
export type Change =
  /** Tables changed, or may have changed while nobody listened. */
  | { readonly kind: 'anything' }
  /** Rows of one table changed; `images` are their keys, before and after. */
  | { readonly kind: 'rows', readonly table: KeyedTable, readonly images: readonly RowKey[] }

/** A table whose changes come with the keys of the rows. */
export interface KeyedTable {
  readonly oid: string
  /** The tables and views through which a subscription sees its rows. */
  readonly seenAs: readonly SeenTable[]
}

/** A table, or a view that shows the rows of a table one by one. */
export interface SeenTable {
  readonly table: QualifiedName
  /** Where its columns are found in an image; the others are not there. */
  readonly columns: ReadonlyMap<string, RowKeyColumn>
  readonly join?: KeyedJoin | undefined
}

/**
 * A view that does nothing but join the table with one that refers to it by a foreign key. However
 * a row of the table changes, the rows of the view that show it are those that show its key.
 */
export interface KeyedJoin {
  /** The referenced key, as images tell it. */
  readonly key: RowKeyColumn
  /** The view's column that holds the same. */
  readonly column: RowKeyColumn
  /** The view's columns that come from the referring table. */
  readonly columns: ReadonlySet<string>
}

/** A subscription that is planned and whose parameters are bound. */
export interface PreparedSubscription {
  readonly kind: 'live' | 'stream'
  /** Sessions of one role and statement are polled together. */
  readonly role: string
  readonly statement: MultiplexedStatement
  /** Texts of the statement's parameters: all that may differ between two subscribers. */
  readonly values: readonly (string | null)[]
  /** Of a stream: which of `values` is the cursor. */
  readonly cursorIndex: number | undefined
  readonly touched: Touched
}

/** Ends a subscription; harmless when called twice. */
export type Stop = () => void

/** How often and in which portions results are read again. Milliseconds. */
export interface PollSettings {
  /** For queries whose tables cannot wake them. */
  readonly interval: number
  /** For those that triggers wake. */
  readonly safetyInterval: number
  readonly batchSize: number
}

/** What notifications cause may keep at most one part in so many of the time busy. */
export const busyFactor = 1.5
