import type { NameKey, PgType } from '../catalog/types.ts'
import type { ResolvedColumn, ResolvedMetadata } from '../metadata/types.ts'
import type { NameClaims, NameOwner, TypeName } from './claims.ts'
import type { NamePart, Naming } from './naming.ts'
import type { RoleTable } from './role-table.ts'
import type {
  EnumType,
  InputObjectType,
  ObjectType,
  ScalarType,
  SchemaOptions,
  TypeRef,
} from './types.ts'

/**
 * Which schema: one for each role, and one more where a request may use `backend_only` permissions.
 */
export interface SchemaRequest {
  readonly role: string
  readonly backendOnly: boolean
}

/**
 * What all builders of one role's schema share. Types are made once by name, so that references can
 * be circular.
 */
export interface SchemaContext {
  readonly metadata: ResolvedMetadata
  readonly options: SchemaOptions
  readonly role: string
  /** `backend_only` permissions may be used. */
  readonly backendOnly: boolean
  readonly naming: Naming
  readonly claims: NameClaims
  /** The name of a type that is made for `owner`. */
  readonly typeName: (owner: NameOwner, ...parts: readonly NamePart[]) => TypeName
  /** The name of a type that has no prefix and suffix. */
  readonly sharedTypeName: (owner: NameOwner, ...parts: readonly NamePart[]) => TypeName
  /** A tracked table with at least one permission for this role. */
  readonly table: (key: NameKey) => TypedTable | undefined
  /** A tracked table that this role may read. */
  readonly readable: (key: NameKey) => TypedTable | undefined
  /** The type of that name, made at first call. */
  readonly object: (name: TypeName, make: () => Omit<ObjectType, 'kind' | 'name'>) => ObjectType
  /** `variant` tells apart input objects that look the same but mean different PostgreSQL types. */
  readonly input: (
    name: TypeName,
    make: () => Omit<InputObjectType, 'kind' | 'name'>,
    variant?: string,
  ) => InputObjectType
  readonly enumeration: (name: TypeName, make: () => Omit<EnumType, 'kind' | 'name'>) => EnumType
  readonly scalar: (name: string) => ScalarType
  /** `Int` as `limit` (non-negative, 32 bits) or `offset` (64 bits) read it. */
  readonly rowCount: (use: 'limit' | 'offset') => ScalarType
  /** `String` that holds a path into a JSON value. */
  readonly jsonPath: () => ScalarType
  /** Whether numbers of this type are printed as strings. */
  readonly isStringified: (type: PgType) => boolean
  /** The GraphQL type of a PostgreSQL type (arrays become lists of non-null elements). */
  readonly typeOf: (type: PgType, nullable: boolean) => TypeRef
  /** The GraphQL type of a column: its enum table's enum, or the type of its PostgreSQL type. */
  readonly columnType: (column: ResolvedColumn, nullable: boolean) => TypeRef
}

/**
 * A table with the types that are made of it, at first use. Every function returns the same object
 * each time.
 */
export interface TypedTable extends RoleTable {
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
