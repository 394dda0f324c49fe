import type { ResolvedRelationship, ResolvedTable } from '../../metadata/types.ts'
import type { ColumnPair, SqlColumnRef } from '../types.ts'

/** The columns that join a table with a relationship's target. */
export function relationshipMapping(
  relationship: ResolvedRelationship,
  from: ResolvedTable,
  to: ResolvedTable,
): readonly ColumnPair[] {
  return relationship.mapping.map(({ local, remote }) => ({
    local: columnRef(from, local),
    remote: columnRef(to, remote),
  }))
}

/** A column by name. */
export function columnRef(table: ResolvedTable, name: string): SqlColumnRef {
  const column = table.columns.get(name)
  if (!column) throw new Error(`the table ${table.name.name} has no column ${name}`)
  return { name, type: column.type }
}

/** Whether no parent row is joined with more than one row: the mapping covers the table's primary key. */
export function isSingle(mapping: readonly ColumnPair[], table: ResolvedTable): boolean {
  return (
    !table.catalog.hasChildTables
    && (table.primaryKey?.every(key => mapping.some(({ remote }) => remote.name === key)) ?? false)
  )
}
