import type { RowSet } from '../plan/types.ts'
import type { SqlExpression } from '../sql/types.ts'

/** Names of one statement's tables. */
export interface TranslateContext {
  /** A table alias that the statement does not use yet. */
  readonly alias: () => string
  /** `alias.name` */
  readonly column: (alias: string, name: string) => SqlExpression
  /** Notes that a row set is read under an alias. */
  readonly read: (rows: RowSet, alias: string) => void
}

/** Starts a statement. */
export function translateContext(): TranslateContext {
  let count = 0
  return {
    alias: () => `_${++count}`,
    column: (table, name) => ({ kind: 'column', table, name }),
    read: () => undefined,
  }
}

/** The rows that a condition talks about. */
export interface Scope {
  /** Alias of the row at hand. */
  readonly row: string
  /** Alias of the outermost row of the permission being translated (`["$", column]`). */
  readonly root: string
  /**
   * Constants of a permission are part of the text, so that PostgreSQL can plan with them; a
   * request's values never are.
   */
  readonly constants: 'parameters' | 'text'
}

/** A scope whose row is also its root. */
export function scopeOf(row: string): Scope {
  return { row, root: row, constants: 'parameters' }
}
