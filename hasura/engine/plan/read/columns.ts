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
