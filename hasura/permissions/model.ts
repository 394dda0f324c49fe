// The permission part of Hasura metadata v3, as one flat list: the form in which a report, a lint
// and a comparison read it.

/** A JSON value. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A row filter or check in metadata's own language; `{}` is true. */
export type Predicate = { readonly [key: string]: Json }

/** The four operations that metadata grants. Every root field belongs to one of them. */
export type Operation = 'select' | 'insert' | 'update' | 'delete'

/** The permission of one role for one operation on one table. */
export interface Permission {
  readonly role: string
  /** `schema.name`, without the schema when it is `public`. */
  readonly table: string
  readonly operation: Operation
  /** Readable or writable columns, sorted; `['*']` for all. Empty for delete. */
  readonly columns: readonly string[]
  /** Column → literal or session variable. */
  readonly presets: Readonly<Record<string, Json>>
  /** The rows that may be read, changed or deleted. Absent for insert. */
  readonly filter: Predicate | undefined
  /** The check of new rows. Absent where metadata has none. */
  readonly check: Predicate | undefined
  readonly aggregations: boolean
  readonly limit: number | undefined
  /** `query_root_fields` and `subscription_root_fields`; undefined means all. */
  readonly queryRootFields: readonly string[] | undefined
  readonly subscriptionRootFields: readonly string[] | undefined
  readonly backendOnly: boolean
}

interface RawPermission {
  role: string
  permission: Record<string, Json>
}

/** A relationship as metadata declares it. */
export interface RawRelationship {
  readonly name: string
  readonly using: {
    readonly foreign_key_constraint_on?: unknown
    readonly manual_configuration?: { readonly remote_table: { readonly name: string } }
  }
}

interface RawTable extends Record<`${Operation}_permissions`, RawPermission[] | undefined> {
  table: string | { schema?: string, name: string }
  object_relationships?: readonly RawRelationship[]
  array_relationships?: readonly RawRelationship[]
}

/** Metadata v3 as one document, as far as permissions need it. */
export interface MetadataDocument {
  readonly sources: readonly { readonly tables: readonly RawTable[] }[]
}

const operations: readonly Operation[] = ['select', 'insert', 'update', 'delete']

/** Every permission of every role, ordered by table, role and operation. */
export function permissionsOf(metadata: MetadataDocument): Permission[] {
  return metadata.sources
    .flatMap(source => source.tables)
    .flatMap(table =>
      operations.flatMap(operation =>
        (table[`${operation}_permissions`] ?? []).map(raw =>
          decode(tableName(table.table), operation, raw),
        ),
      ),
    )
    .sort(
      (a, b) =>
        a.table.localeCompare(b.table)
        || a.role.localeCompare(b.role)
        || operations.indexOf(a.operation) - operations.indexOf(b.operation),
    )
}

/** A tracked table's name as reports print it. */
export function tableName(table: string | { schema?: string, name: string }): string {
  if (typeof table === 'string') return table
  return !table.schema || table.schema === 'public' ? table.name : `${table.schema}.${table.name}`
}

function decode(
  table: string,
  operation: Operation,
  { role, permission }: RawPermission,
): Permission {
  return {
    role,
    table,
    operation,
    columns: columnsOf(permission.columns, operation),
    presets: (permission.set ?? {}) as Record<string, Json>,
    filter: permission.filter as Predicate | undefined,
    check: (permission.check ?? undefined) as Predicate | undefined,
    aggregations: permission.allow_aggregations === true,
    limit: permission.limit as number | undefined,
    queryRootFields: permission.query_root_fields as string[] | undefined,
    subscriptionRootFields: permission.subscription_root_fields as string[] | undefined,
    backendOnly: permission.backend_only === true,
  }
}

/** An insert permission without columns grants all of them (Hasura: `columns` absent = all). */
function columnsOf(columns: Json | undefined, operation: Operation): string[] {
  if (Array.isArray(columns)) return [...(columns as string[])].sort()
  if (operation === 'delete') return []
  return ['*']
}
