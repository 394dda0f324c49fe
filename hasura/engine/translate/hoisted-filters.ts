import type { RowSet } from '../plan/types.ts'
import type { SqlCommonTable } from '../sql/types.ts'
import { booleanExpression } from './bool-exp.ts'
import { scopeOf, translateContext, type TranslateContext } from './context.ts'

/** A statement's context that reads shared permitted tables through common tables. */
export interface SharingContext extends TranslateContext {
  /** To be called last: which tables and columns are needed is known only then. */
  readonly commonTables: () => readonly SqlCommonTable[]
}

/** The content of a common table expression. */
interface SharedTable {
  readonly rows: RowSet
  readonly columns: Set<string>
  /** Under which it is read. */
  readonly aliases: Set<string>
}

/** Starts a query's statement. */
export function sharingContext(): SharingContext {
  const context = translateContext()
  const tables = new Map<string, SharedTable>()
  const readers = new Map<string, SharedTable>()
  return {
    ...context,
    column: (alias, name) => {
      readers.get(alias)?.columns.add(name)
      return context.column(alias, name)
    },
    read: (rows, alias) => {
      if (rows.shared === undefined) return
      const table = tables.get(rows.shared) ?? { rows, columns: new Set(), aliases: new Set() }
      table.aliases.add(alias)
      tables.set(rows.shared, table)
      readers.set(alias, table)
    },
    commonTables: () => [...tables].map(([name, table]) => definition(name, table, context)),
  }
}

function definition(
  name: string,
  { rows: { source, permission }, columns, aliases }: SharedTable,
  context: TranslateContext,
): SqlCommonTable {
  if (source.kind !== 'table') throw new Error('only tables are shared')
  const alias = context.alias()
  const needed = [...columns].map(column => ({
    expression: context.column(alias, column),
    alias: column,
  }))
  return {
    name,
    materialized: aliases.size > 1,
    query: {
      kind: 'select',
      columns: needed.length > 0 ? needed : [{ expression: { kind: 'integer', value: 1 } }],
      from: { kind: 'table', table: source.table, alias },
      where: booleanExpression(permission, scopeOf(alias), context),
    },
  }
}
