import { displayName, nameKey, type NameKey, type QualifiedName } from '../../catalog/types.ts'
import type { TableEntry } from '../document.ts'
import type {
  ResolvedColumn,
  ResolvedComputedField,
  ResolvedRelationship,
  ResolvedTable,
  TablePermissions,
} from '../types.ts'
import { Unresolvable } from './report.ts'

/** A table while its parts are still being resolved; a finished one is a {@link ResolvedTable}. */
export interface TableDraft extends ResolvedTable {
  readonly entry: TableEntry
  readonly columns: Map<string, ResolvedColumn>
  readonly relationships: Map<string, ResolvedRelationship>
  readonly computedFields: Map<string, ResolvedComputedField>
  readonly permissions: Map<string, TablePermissions>
}

export type TableDrafts = ReadonlyMap<NameKey, TableDraft>

/** GraphQL's grammar of names. */
export const graphqlName = /^[_A-Za-z][_0-9A-Za-z]*$/

/** The GraphQL name of a table or function without a custom one. */
export function defaultGraphqlName({ schema, name }: QualifiedName): string {
  return schema === 'public' ? name : `${schema}_${name}`
}

/** @throws Unresolvable when the table is not tracked or was left out */
export function trackedTable(tables: TableDrafts, name: QualifiedName): TableDraft {
  const table = tables.get(nameKey(name))
  if (!table) throw new Unresolvable(`table "${displayName(name)}" is not tracked`)
  return table
}

/** @throws Unresolvable when the table has no such column */
export function columnOf(table: ResolvedTable, name: string): ResolvedColumn {
  const column = table.columns.get(name)
  if (!column)
    throw new Unresolvable(`column "${name}" does not exist in table "${displayName(table.name)}"`)
  return column
}
