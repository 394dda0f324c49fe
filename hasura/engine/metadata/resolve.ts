import { displayName, type Catalog, type NameKey, type QualifiedName } from '../catalog/types.ts'
import type { MetadataDocument, PermissionEntry, SourceEntry } from './document.ts'
import { MetadataError } from './errors.ts'
import { adminPermissions } from './resolve/admin.ts'
import { resolveComputedField } from './resolve/computed-field.ts'
import type { TableDraft, TableDrafts } from './resolve/draft.ts'
import { linkEnumColumns } from './resolve/enum.ts'
import { resolveFunction } from './resolve/function.ts'
import {
  inheritPermissions,
  orderInheritedRoles,
  type InheritedRoles,
} from './resolve/inherited-role.ts'
import { resolveDelete, resolveInsert, resolveSelect, resolveUpdate } from './resolve/permission.ts'
import { resolveRelationship } from './resolve/relationship.ts'
import { Report, Unresolvable } from './resolve/report.ts'
import { resolveTable } from './resolve/table.ts'
import {
  adminRole,
  type ResolvedFunction,
  type ResolvedMetadata,
  type TablePermissions,
} from './types.ts'

/** The tables whose rows the catalog must hold before {@link resolveMetadata}. */
export function enumTableNames(document: MetadataDocument): QualifiedName[] {
  return document.sources.flatMap(source =>
    source.tables.filter(table => table.isEnum).map(table => table.name),
  )
}

/**
 * Looks every name of the metadata up in the catalog. What does not fit is left out as a whole and
 * reported: a relationship without its table, a permission whose filter cannot be resolved (the
 * role loses the access, never the filter).
 *
 * @param conflicts objects to leave out because others have their names, by `metadataObjectKey`,
 *   and why
 * @throws MetadataError when there is no Postgres source
 */
export function resolveMetadata(
  document: MetadataDocument,
  catalog: Catalog,
  conflicts: ReadonlyMap<string, string> = new Map(),
): ResolvedMetadata {
  const report = new Report(conflicts)
  const entry = onlySource(document, report)
  for (const { type, name, reason } of [
    ...document.unsupported,
    ...entry.unsupported,
    ...entry.tables.flatMap(table => table.unsupported),
  ]) {
    report.add(type, name, reason)
  }
  const tables = resolveTables(entry, catalog, report)
  const functions = resolveFunctions(entry, catalog, tables, report)
  const ordinaryRoles = rolesOf(entry)
  const inheritedRoles = orderInheritedRoles(document.inheritedRoles, ordinaryRoles, report)
  for (const inherited of inheritedRoles) {
    for (const table of tables.values()) inheritPermissions(table, inherited, report)
  }
  return {
    source: {
      name: entry.name,
      databaseUrl: entry.databaseUrl,
      serverVersion: catalog.serverVersion,
      customization: entry.customization,
      tables,
      functions: new Map(
        [...functions].map(([key, resolved]) => [key, inheritFunction(resolved, inheritedRoles)]),
      ),
    },
    roles: new Set([adminRole, ...ordinaryRoles, ...inheritedRoles.map(([role]) => role)]),
    inheritedRoles: new Map(inheritedRoles),
    queryCollections: document.queryCollections,
    allowList: document.allowList,
    introspectionDisabledFor: new Set(document.introspectionDisabledFor),
    inconsistencies: report.inconsistencies,
  }
}

/** The first Postgres source; every other source is reported. */
function onlySource(document: MetadataDocument, report: Report): SourceEntry {
  const entry = document.sources.find(({ kind }) => kind === 'postgres' || kind === 'pg')
  if (!entry) throw new MetadataError('sources', 'must hold a source of kind postgres')
  for (const other of document.sources) {
    if (other !== entry)
      report.add(
        'source',
        `source ${other.name}`,
        `this engine serves one PostgreSQL source: ${entry.name}`,
      )
  }
  return entry
}

/** Tables first, then what joins them, then permissions, which may use all of that. */
function resolveTables(entry: SourceEntry, catalog: Catalog, report: Report): TableDrafts {
  const tables = new Map<NameKey, TableDraft>()
  for (const table of entry.tables) {
    const draft = report.attempt(
      'table',
      `table ${displayName(table.name)}`,
      () => {
        report.assertNamed({ kind: 'table', name: table.name })
        return resolveTable(table, catalog)
      },
      { ...table.name },
    )
    if (draft) tables.set(draft.key, draft)
  }
  linkEnumColumns(tables)
  for (const table of tables.values()) resolveFields(table, tables, catalog, report)
  for (const table of tables.values()) resolvePermissions(table, tables, report)
  return tables
}

function resolveFields(
  table: TableDraft,
  tables: TableDrafts,
  catalog: Catalog,
  report: Report,
): void {
  const on = `on table ${displayName(table.name)}`
  for (const entry of table.entry.relationships) {
    const definition = { table: { ...table.name }, name: entry.name }
    const type = entry.kind === 'object' ? 'object_relation' : 'array_relation'
    const resolved = report.attempt(
      type,
      `${entry.kind} relationship ${entry.name} ${on}`,
      () => {
        report.assertNamed({ kind: 'relationship', table: table.name, name: entry.name })
        return resolveRelationship(entry, table, tables)
      },
      definition,
    )
    if (resolved) table.relationships.set(entry.name, resolved)
  }
  for (const entry of table.entry.computedFields) {
    const definition = { table: { ...table.name }, name: entry.name }
    const resolved = report.attempt(
      'computed_field',
      `computed field ${entry.name} ${on}`,
      () => {
        report.assertNamed({ kind: 'computed field', table: table.name, name: entry.name })
        return resolveComputedField(entry, table, tables, catalog)
      },
      definition,
    )
    if (resolved) table.computedFields.set(entry.name, resolved)
  }
}

function resolvePermissions(table: TableDraft, tables: TableDrafts, report: Report): void {
  const { entry, permissions } = table
  const grant = <Entry, Operation extends keyof TablePermissions>(
    operation: Operation,
    entries: readonly PermissionEntry<Entry>[],
    resolve: (entry: Entry, table: TableDraft, tables: TableDrafts) => TablePermissions[Operation],
  ) => {
    for (const { role, permission } of entries) {
      const name = `${operation} permission of role ${role} on table ${displayName(table.name)}`
      const resolved = report.attempt(
        `${operation}_permission`,
        name,
        () => {
          if (role === adminRole)
            throw new Unresolvable(
              'the role admin may do everything; a permission cannot be declared for it',
            )
          return resolve(permission, table, tables)
        },
        { table: { ...table.name }, role },
      )
      if (resolved) permissions.set(role, { ...permissions.get(role), [operation]: resolved })
    }
  }
  grant('select', entry.select, resolveSelect)
  grant('insert', entry.insert, resolveInsert)
  grant('update', entry.update, resolveUpdate)
  grant('delete', entry.delete, resolveDelete)
  permissions.set(adminRole, adminPermissions(table))
}

function resolveFunctions(
  entry: SourceEntry,
  catalog: Catalog,
  tables: TableDrafts,
  report: Report,
): Map<NameKey, ResolvedFunction> {
  return new Map(
    entry.functions.flatMap((item): [NameKey, ResolvedFunction][] => {
      const resolved = report.attempt(
        'function',
        `function ${displayName(item.name)}`,
        () => {
          report.assertNamed({ kind: 'function', name: item.name })
          return resolveFunction(item, catalog, tables)
        },
        { ...item.name },
      )
      return resolved ? [[resolved.key, resolved]] : []
    }),
  )
}

function inheritFunction(
  resolved: ResolvedFunction,
  inheritedRoles: InheritedRoles,
): ResolvedFunction {
  const roles = new Set(resolved.roles)
  for (const [role, parents] of inheritedRoles) {
    if (parents.some(parent => roles.has(parent))) roles.add(role)
  }
  return { ...resolved, roles }
}

function rolesOf(entry: SourceEntry): Set<string> {
  return new Set([
    ...entry.tables.flatMap(table =>
      [table.select, table.insert, table.update, table.delete].flatMap(permissions =>
        permissions.map(({ role }) => role),
      ),
    ),
    ...entry.functions.flatMap(({ roles }) => roles),
  ])
}
