// Hasura metadata resolved against a catalog: every name checked, every default applied, every
// role's permission explicit.
import type { ComparisonOperator } from './operators.ts'
import type {
  CatalogArgument,
  CatalogColumn,
  CatalogFunction,
  CatalogTable,
  NameKey,
  PgType,
  QualifiedName,
} from '../catalog/types.ts'

/** A JSON value, as metadata holds it. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The role that may do everything; every table's and function's permissions contain it. */
export const adminRole = 'admin'

/**
 * What the rest of the engine works from. One Postgres source; further sources are inconsistencies.
 */
export interface ResolvedMetadata {
  readonly source: ResolvedSource
  /**
   * Every role that metadata names, inherited ones and `admin` included. A request may come with
   * any other role too: it sees an empty schema.
   */
  readonly roles: ReadonlySet<string>
  /**
   * Inherited role → the roles it is made of. Permissions of tables and functions are already
   * combined.
   */
  readonly inheritedRoles: ReadonlyMap<string, readonly string[]>
  readonly queryCollections: ReadonlyMap<string, readonly CollectionQuery[]>
  readonly allowList: readonly AllowListEntry[]
  /** `graphql_schema_introspection.disabled_for_roles`. */
  readonly introspectionDisabledFor: ReadonlySet<string>
  /** The objects that were left out, each with the reason. */
  readonly inconsistencies: readonly Inconsistency[]
}

/** A part of the metadata that is not in the schema; the rest works without it. */
export interface Inconsistency {
  readonly type:
    | 'source'
    | 'table'
    | 'object_relation'
    | 'array_relation'
    | 'computed_field'
    | 'select_permission'
    | 'insert_permission'
    | 'update_permission'
    | 'delete_permission'
    | 'function'
    | 'function_permission'
    | 'inherited_role'
    | 'inherited role permission inconsistency'
    | 'remote_schema'
    | 'action'
    | 'event_trigger'
    | 'cron_trigger'
    | 'rest_endpoint'
    | 'remote_relationship'
    | 'query_collection'
  /** For people: `table authors`, `select permission of role user on table authors`. */
  readonly name: string
  readonly reason: string
  /**
   * What names the object in the metadata: its table, role, source; null where the name says it
   * all.
   */
  readonly definition: Json
}

/** A part of the metadata that makes GraphQL names. */
export type MetadataObject =
  | { readonly kind: 'table' | 'function', readonly name: QualifiedName }
  | {
    readonly kind: 'relationship' | 'computed field'
    readonly table: QualifiedName
    readonly name: string
  }

/** The map key of a part of the metadata. */
export function metadataObjectKey(object: MetadataObject): string {
  return JSON.stringify(
    'table' in object
      ? [object.kind, object.table.schema, object.table.name, object.name]
      : [object.kind, object.name.schema, object.name.name],
  )
}

/** One named document of a query collection. */
export interface CollectionQuery {
  readonly name: string
  readonly query: string
}

/** A collection in the allow list; `roles` undefined means every role (`scope: {global: true}`). */
export interface AllowListEntry {
  readonly collection: string
  readonly roles: readonly string[] | undefined
}

/** Hasura's two naming conventions. */
export type NamingConvention = 'hasura-default' | 'graphql-default'

/** `source.customization`. */
export interface SourceCustomization {
  readonly rootFields: {
    readonly namespace: string | undefined
    readonly prefix: string
    readonly suffix: string
  }
  readonly typeNames: { readonly prefix: string, readonly suffix: string }
  /** Undefined: the engine's default applies. */
  readonly namingConvention: NamingConvention | undefined
}

/** The one source. */
export interface ResolvedSource {
  readonly name: string
  /**
   * `configuration.connection_info`, for a caller that connects by metadata: already reduced to a
   * URL, from_env still by name.
   */
  readonly databaseUrl:
    | { readonly kind: 'url', readonly url: string }
    | { readonly kind: 'env', readonly variable: string }
    | undefined
  readonly customization: SourceCustomization
  /** PostgreSQL's `server_version_num`. */
  readonly serverVersion: number
  /** Tracked and consistent tables. */
  readonly tables: ReadonlyMap<NameKey, ResolvedTable>
  /** Tracked and consistent functions. */
  readonly functions: ReadonlyMap<NameKey, ResolvedFunction>
}

/** A tracked table. */
export interface ResolvedTable {
  readonly key: NameKey
  readonly name: QualifiedName
  readonly catalog: CatalogTable
  /** `configuration.custom_name`. */
  readonly customName: string | undefined
  /**
   * custom name, or the table's name (prefixed by its schema unless public). Source customisation
   * and naming convention are not applied.
   */
  readonly graphqlName: string
  /** `configuration.comment` (an empty string hides it), else the table's comment. */
  readonly description: string | undefined
  readonly customRootFields: Partial<Record<TableRootField, CustomRootField>>
  /** By PostgreSQL name, in the table's order. */
  readonly columns: ReadonlyMap<string, ResolvedColumn>
  /** Columns of the primary key; undefined without one. */
  readonly primaryKey: readonly string[] | undefined
  readonly relationships: ReadonlyMap<string, ResolvedRelationship>
  readonly computedFields: ReadonlyMap<string, ResolvedComputedField>
  /** Set when this table is an enum table (`is_enum`): its rows, sorted by value. */
  readonly enumValues: readonly EnumValue[] | undefined
  /** Role → what it may do; `admin` and inherited roles included. */
  readonly permissions: ReadonlyMap<string, TablePermissions>
}

/** Keys of `configuration.custom_root_fields` of a table. */
export type TableRootField =
  | 'select'
  | 'select_by_pk'
  | 'select_aggregate'
  | 'select_stream'
  | 'insert'
  | 'insert_one'
  | 'update'
  | 'update_by_pk'
  | 'update_many'
  | 'delete'
  | 'delete_by_pk'

/**
 * A root field's own name and description; comment '' means no description, undefined the default
 * one.
 */
export interface CustomRootField {
  readonly name: string | undefined
  readonly comment: string | undefined
}

/** A row of an enum table. */
export interface EnumValue {
  readonly value: string
  readonly description: string | undefined
}

/** A tracked table's column. */
export interface ResolvedColumn extends CatalogColumn {
  readonly customName: string | undefined
  /** custom name or column name; naming convention not applied. */
  readonly graphqlName: string
  /**
   * The enum table that this column references by a single-column foreign key. Its values are the
   * column's only values.
   */
  readonly enumTable: NameKey | undefined
}

/** A relationship of a tracked table. */
export interface ResolvedRelationship {
  readonly name: string
  readonly kind: 'object' | 'array'
  /** Always a tracked table. */
  readonly target: NameKey
  /** Joined columns, PostgreSQL names; never empty. */
  readonly mapping: readonly { readonly local: string, readonly remote: string }[]
  /** False only for a forward foreign-key object relationship whose columns are all NOT NULL. */
  readonly nullable: boolean
  /** When a nested insert inserts the related row. Array relationships: always after the parent. */
  readonly insertionOrder: 'before_parent' | 'after_parent'
  readonly description: string | undefined
}

/** A function argument that a client may give. */
export interface ResolvedArgument extends CatalogArgument {
  /** The argument's name, or `arg_1`, `arg_2`, … for unnamed ones. */
  readonly graphqlName: string
}

/** How each position of a function's argument list is filled. */
export type ArgumentSource =
  | { readonly kind: 'row' }
  | { readonly kind: 'session' }
  | { readonly kind: 'user', readonly argument: ResolvedArgument }

/** A computed field. */
export interface ResolvedComputedField {
  readonly name: string
  readonly function: CatalogFunction
  /** One for each of the function's arguments, in order. */
  readonly arguments: readonly ArgumentSource[]
  readonly returns:
    | { readonly kind: 'scalar', readonly type: PgType }
    | {
      readonly kind: 'table'
      readonly table: NameKey
      readonly set: boolean
    }
  readonly description: string | undefined
}

/** A tracked function; returns rows of a tracked table. */
export interface ResolvedFunction {
  readonly key: NameKey
  readonly name: QualifiedName
  readonly catalog: CatalogFunction
  readonly exposedAs: 'query' | 'mutation'
  readonly arguments: readonly ArgumentSource[]
  readonly target: NameKey
  readonly returnsSet: boolean
  readonly customName: string | undefined
  /** custom name, or the function's name (prefixed by its schema unless public). */
  readonly graphqlName: string
  readonly customRootFields: Partial<Record<'function' | 'function_aggregate', CustomRootField>>
  /** metadata's comment, else the SQL function's. */
  readonly description: string | undefined
  /**
   * Roles with an explicit (or inherited) permission; `admin` included. Inference for query
   * functions is decided by the schema stage.
   */
  readonly roles: ReadonlySet<string>
}

/** A role's permissions on one table; an absent operation is not permitted. */
export interface TablePermissions {
  readonly select?: SelectPermission
  readonly insert?: InsertPermission
  readonly update?: UpdatePermission
  readonly delete?: DeletePermission
}

/** Root fields that a select permission may narrow. */
export type QueryRootField = 'select' | 'select_by_pk' | 'select_aggregate'
export type SubscriptionRootField = QueryRootField | 'select_stream'

/**
 * A readable column or scalar computed field. `visibleWhen` is set only for inherited roles: rows
 * that do not satisfy it show NULL (`CASE WHEN visibleWhen THEN col END`) everywhere the column is
 * used, and its type is nullable.
 */
export interface Grant {
  readonly visibleWhen: PermissionExpression | undefined
}

export interface SelectPermission {
  /** By PostgreSQL name, in the table's order. */
  readonly columns: ReadonlyMap<string, Grant>
  /** Scalar computed fields. Table-valued ones follow the select permission of their table. */
  readonly computedFields: ReadonlyMap<string, Grant>
  readonly filter: PermissionExpression
  readonly limit: number | undefined
  readonly allowAggregations: boolean
  /** Undefined: all. */
  readonly queryRootFields: ReadonlySet<QueryRootField> | undefined
  readonly subscriptionRootFields: ReadonlySet<SubscriptionRootField> | undefined
}

/** The preset of a column. */
export type PresetValue =
  | { readonly kind: 'session', readonly variable: string }
  | { readonly kind: 'literal', readonly value: Json }

export interface InsertPermission {
  /**
   * Columns that a client may give: presets and immutable columns are already removed. In the
   * table's order.
   */
  readonly columns: ReadonlySet<string>
  readonly check: PermissionExpression
  readonly presets: ReadonlyMap<string, PresetValue>
  readonly backendOnly: boolean
}

export interface UpdatePermission {
  /**
   * Columns that a client may set: presets and immutable columns are already removed. In the
   * table's order.
   */
  readonly columns: ReadonlySet<string>
  readonly filter: PermissionExpression
  /** Undefined: every new row passes. */
  readonly check: PermissionExpression | undefined
  readonly presets: ReadonlyMap<string, PresetValue>
  readonly backendOnly: boolean
}

export interface DeletePermission {
  readonly filter: PermissionExpression
  readonly backendOnly: boolean
}

/**
 * A row filter or check of metadata, resolved. `and` of nothing is true, `or` of nothing false.
 * Relationships and `exists` apply no permission of the target. Session variables are lower-case
 * `x-hasura-…`.
 */
export type PermissionExpression =
  | { readonly kind: 'and' | 'or', readonly operands: readonly PermissionExpression[] }
  | { readonly kind: 'not', readonly operand: PermissionExpression }
  | {
    readonly kind: 'exists'
    readonly table: NameKey
    readonly where: PermissionExpression
  }
  | {
    readonly kind: 'relationship'
    readonly relationship: ResolvedRelationship
    readonly where: PermissionExpression
  }
  | {
    readonly kind: 'computedTable'
    readonly field: ResolvedComputedField
    readonly where: PermissionExpression
  }
  | {
    readonly kind: 'column'
    readonly column: ResolvedColumn
    readonly comparison: PermissionComparison
  }
  | {
    readonly kind: 'computedField'
    readonly field: ResolvedComputedField
    readonly comparison: PermissionComparison
  }

/**
 * One comparison. `nullAware` is Hasura's rule for metadata on nullable columns: `_eq` also matches
 * NULL with NULL, `_neq` also NULL against a value.
 */
export type PermissionComparison =
  | {
    readonly kind: 'value'
    readonly operator: ComparisonOperator
    readonly value: PermissionValue
    readonly nullAware: boolean
  }
  | { readonly kind: 'isNull', readonly negated: boolean }
  | {
    readonly kind: 'column'
    readonly operator: ComparisonOperator
    readonly column: ResolvedColumn
    readonly of: 'current' | 'root'
  }
  | {
    readonly kind: 'cast'
    readonly type: PgType
    readonly comparisons: readonly PermissionComparison[]
  }

/**
 * The right side of a comparison, and its type: the column's, or an array of it for `_in`/`_nin`,
 * `text`, `text[]`, … as the operator wants. A session variable's text is cast to `type`; a literal
 * is converted as the API converts input of that type.
 */
export type PermissionValue =
  | {
    readonly kind: 'session'
    readonly variable: string
    readonly type: PgType
  }
  | {
    readonly kind: 'literal'
    readonly value: Json
    readonly type: PgType
  }
