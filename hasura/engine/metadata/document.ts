// Metadata as its author wrote it: shapes checked and defaults applied, names not yet looked up in
// the database.
import type { QualifiedName } from '../catalog/types.ts'
import type {
  AllowListEntry,
  CollectionQuery,
  CustomRootField,
  Json,
  QueryRootField,
  ResolvedSource,
  SourceCustomization,
  SubscriptionRootField,
  TableRootField,
} from './types.ts'

/** A whole metadata document, version 3. */
export interface MetadataDocument {
  readonly sources: readonly SourceEntry[]
  readonly inheritedRoles: ReadonlyMap<string, readonly string[]>
  readonly queryCollections: ReadonlyMap<string, readonly CollectionQuery[]>
  readonly allowList: readonly AllowListEntry[]
  readonly introspectionDisabledFor: readonly string[]
  /** Parts that this engine has no executor for; they become inconsistencies. */
  readonly unsupported: readonly UnsupportedEntry[]
}

/** A named part of a kind that this engine cannot serve. */
export interface UnsupportedEntry {
  readonly type:
    | 'source'
    | 'remote_schema'
    | 'action'
    | 'event_trigger'
    | 'cron_trigger'
    | 'rest_endpoint'
    | 'remote_relationship'
  readonly name: string
  readonly reason: string
}

export interface SourceEntry {
  readonly name: string
  readonly kind: string
  readonly databaseUrl: ResolvedSource['databaseUrl']
  readonly customization: SourceCustomization
  readonly tables: readonly TableEntry[]
  readonly functions: readonly FunctionEntry[]
  readonly unsupported: readonly UnsupportedEntry[]
}

export interface TableEntry {
  readonly name: QualifiedName
  readonly isEnum: boolean
  readonly configuration: TableConfiguration
  readonly relationships: readonly RelationshipEntry[]
  readonly computedFields: readonly ComputedFieldEntry[]
  readonly select: readonly PermissionEntry<SelectEntry>[]
  readonly insert: readonly PermissionEntry<InsertEntry>[]
  readonly update: readonly PermissionEntry<UpdateEntry>[]
  readonly delete: readonly PermissionEntry<DeleteEntry>[]
  readonly unsupported: readonly UnsupportedEntry[]
}

export interface TableConfiguration {
  readonly customName: string | undefined
  readonly comment: string | undefined
  readonly customRootFields: Partial<Record<TableRootField, CustomRootField>>
  readonly columns: ReadonlyMap<
    string,
    { readonly customName: string | undefined, readonly comment: string | undefined }
  >
}

/** `using` of a relationship, in its four forms. */
export type RelationshipUsing =
  | { readonly kind: 'own columns', readonly columns: readonly string[] }
  | {
    readonly kind: 'their columns'
    readonly table: QualifiedName
    readonly columns: readonly string[]
  }
  | {
    readonly kind: 'manual'
    readonly table: QualifiedName
    readonly mapping: ReadonlyMap<string, string>
    readonly insertionOrder: 'before_parent' | 'after_parent' | undefined
  }

export interface RelationshipEntry {
  readonly kind: 'object' | 'array'
  readonly name: string
  readonly using: RelationshipUsing
  readonly comment: string | undefined
}

export interface ComputedFieldEntry {
  readonly name: string
  readonly function: QualifiedName
  readonly tableArgument: string | undefined
  readonly sessionArgument: string | undefined
  readonly comment: string | undefined
}

/** A list of columns, or `'*'` for all of them. */
export type ColumnList = readonly string[] | '*'

export interface PermissionEntry<Permission> {
  readonly role: string
  readonly permission: Permission
}

export interface SelectEntry {
  readonly columns: ColumnList
  readonly computedFields: readonly string[]
  readonly filter: Json
  readonly limit: number | undefined
  readonly allowAggregations: boolean
  readonly queryRootFields: readonly QueryRootField[] | undefined
  readonly subscriptionRootFields: readonly SubscriptionRootField[] | undefined
}

export interface InsertEntry {
  readonly columns: ColumnList
  readonly check: Json
  readonly set: ReadonlyMap<string, Json>
  readonly backendOnly: boolean
}

export interface UpdateEntry {
  readonly columns: ColumnList
  readonly filter: Json
  readonly check: Json | undefined
  readonly set: ReadonlyMap<string, Json>
  readonly backendOnly: boolean
}

export interface DeleteEntry {
  readonly filter: Json
  readonly backendOnly: boolean
}

export interface FunctionEntry {
  readonly name: QualifiedName
  readonly customName: string | undefined
  readonly customRootFields: Partial<Record<'function' | 'function_aggregate', CustomRootField>>
  readonly sessionArgument: string | undefined
  readonly exposedAs: 'query' | 'mutation' | undefined
  readonly roles: readonly string[]
  readonly comment: string | undefined
}
