import type { NameKey, QualifiedName } from '../catalog/types.ts'
import type { SqlType } from '../sql/types.ts'

/** Ends what was started; harmless when called twice. */
export type Stop = () => void

/** Tells watchers when tables change. */
export interface ChangeListener {
  readonly watch: (tables: readonly NameKey[], handlers: ChangeHandlers) => Watch
  readonly close: () => Promise<void>
}

/** The callbacks of a watcher. */
export interface ChangeHandlers {
  readonly changed: (change: Change) => void
  /** Notifications began or ceased to arrive. */
  readonly statusChanged: () => void
}

/** A watcher's hold on the listener. */
export interface Watch {
  /** Whether every change of its tables wakes it now. */
  readonly isActive: () => boolean
  readonly stop: Stop
}

/** A write, as far as it is known. */
export type Change =
  /** Tables changed, or may have changed while the listener was disconnected. */
  | { readonly kind: 'anything' }
  /** Rows of one table changed; `images` are their keys, before and after. */
  | {
    readonly kind: 'rows'
    readonly table: KeyedTable
    readonly images: readonly RowKey[]
  }

/** Texts of key columns by name. */
export type RowKey = Readonly<Record<string, string | null>>

/**
 * A column's value in the key of a changed row: a text under `name`, which PostgreSQL reads as
 * `type`.
 */
export interface RowKeyColumn {
  readonly name: string
  readonly type: SqlType
}

/** A table whose changes come with the keys of the rows. */
export interface KeyedTable {
  readonly oid: string
  /** The tables and views through which a subscription sees its rows. */
  readonly seenAs: readonly SeenTable[]
}

/** A table, or a view that shows the rows of a table one by one. */
export interface SeenTable {
  readonly table: QualifiedName
  /** Where its columns are found in a row's key; the others are not there. */
  readonly columns: ReadonlyMap<string, RowKeyColumn>
  readonly join?: KeyedJoin | undefined
}

/**
 * A view that does nothing but join the table with one that refers to it by a foreign key. However
 * a row of the table changes, the rows of the view that show it are those that show its key.
 */
export interface KeyedJoin {
  /** The referenced key. */
  readonly key: RowKeyColumn
  /** The view's column that holds the same. */
  readonly column: RowKeyColumn
  /** The view's columns that come from the referring table. */
  readonly columns: ReadonlySet<string>
}
