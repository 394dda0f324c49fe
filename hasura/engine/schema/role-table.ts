import type { ResolvedTable, TablePermissions } from '../metadata/types.ts'
import type { ReadableColumn } from './meaning.ts'
import type { NamePart } from './naming.ts'
import type { EnumType, InputObjectType, ObjectType } from './types.ts'

/**
 * One tracked table as one role sees it: its GraphQL names and, made at first use, its types. Every function
 * returns the same object each time.
 */
export interface RoleTable {
  readonly table: ResolvedTable
  readonly permissions: TablePermissions
  readonly names: TableNames
  /** Readable columns in the table's order; none without a select permission. */
  readonly columns: () => readonly ReadableColumn[]
  /** `T`. Only with a select permission. */
  readonly object: () => ObjectType
  /** `T_aggregate`. Only with a select permission. */
  readonly aggregateObject: () => ObjectType
  /** `T_bool_exp`; without a select permission it has only `_and`, `_or`, `_not`. */
  readonly boolExp: () => InputObjectType
  readonly orderBy: () => InputObjectType
  readonly aggregateOrderBy: () => InputObjectType
  readonly aggregateBoolExp: () => InputObjectType
  /** `T_select_column`; undefined when no column is readable. */
  readonly selectColumn: () => EnumType | undefined
}

/** Names made from the table's name. */
export interface TableNames {
  /** The table's part of a name: its custom name, or its own words. */
  readonly base: NamePart
  /** `type('bool_exp')` is `T_bool_exp`; `type()` is `T`. */
  readonly type: (...suffix: readonly string[]) => string
}
