import type { NameKey, PgType } from '../catalog/types.ts'
import type { NamingConvention, ResolvedColumn, ResolvedMetadata } from '../metadata/types.ts'
import type { Naming } from './naming.ts'
import type { RoleTable } from './role-table.ts'
import type { EnumType, InputObjectType, ObjectType, ScalarType, TypeRef } from './types.ts'

/** Settings of the engine that change the schema or its SQL; names as in Hasura's options. */
export interface SchemaOptions {
  /** `HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES`: bigint, numeric, float8 and money come as strings. */
  readonly stringifyNumericTypes: boolean
  /** `HASURA_GRAPHQL_INFER_FUNCTION_PERMISSIONS`: select permission on the returned table is enough for a query function. */
  readonly inferFunctionPermissions: boolean
  /** `HASURA_GRAPHQL_V1_BOOLEAN_NULL_COLLAPSE`: a null operator value is as if absent. */
  readonly booleanNullCollapse: boolean
  /** `HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION`, in force only with the experimental feature `naming_convention`. */
  readonly defaultNamingConvention: NamingConvention
  /** `HASURA_GRAPHQL_EXPERIMENTAL_FEATURES`. */
  readonly experimentalFeatures: ReadonlySet<string>
}

/** Which schema: one for each role, and one more where a request may use `backend_only` permissions. */
export interface SchemaRequest {
  readonly role: string
  readonly backendOnly: boolean
}

/** What all builders of one role's schema share. Types are made once by name, so that references can be circular. */
export interface SchemaContext {
  readonly metadata: ResolvedMetadata
  readonly options: SchemaOptions
  readonly role: string
  /** `backend_only` permissions may be used. */
  readonly backendOnly: boolean
  readonly naming: Naming
  /** A tracked table with at least one permission for this role. */
  readonly table: (key: NameKey) => RoleTable | undefined
  /** A tracked table that this role may read. */
  readonly readable: (key: NameKey) => RoleTable | undefined
  /** The type of that name, made at first call. */
  readonly object: (name: string, make: () => Omit<ObjectType, 'kind' | 'name'>) => ObjectType
  readonly input: (name: string, make: () => Omit<InputObjectType, 'kind' | 'name'>) => InputObjectType
  readonly enumeration: (name: string, make: () => Omit<EnumType, 'kind' | 'name'>) => EnumType
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
