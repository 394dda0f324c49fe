import type { Grant, ResolvedColumn, ResolvedTable, TablePermissions } from '../metadata/types.ts'
import type { TypeName } from './claims.ts'
import type { NamePart } from './naming.ts'

/** One tracked table as one role sees it: what the annotation of a field says of a table. */
export interface RoleTable {
  readonly table: ResolvedTable
  readonly permissions: TablePermissions
  readonly names: TableNames
  /** Readable columns in the table's order; none without a select permission. */
  readonly columns: () => readonly ReadableColumn[]
}

/** A readable column with the role's grant. */
export interface ReadableColumn {
  readonly column: ResolvedColumn
  readonly grant: Grant
}

/** Names made from the table's name. */
export interface TableNames {
  /** The table's part of a name: its custom name, or its own words. */
  readonly base: NamePart
  /** `type('bool_exp')` is `T_bool_exp`; `type()` is `T`. */
  readonly type: (...suffix: readonly string[]) => TypeName
}
