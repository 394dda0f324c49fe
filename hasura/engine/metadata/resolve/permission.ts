import { displayName } from '../../catalog/types.ts'
import type { ColumnList, DeleteEntry, InsertEntry, SelectEntry, UpdateEntry } from '../document.ts'
import type {
  DeletePermission,
  Grant,
  InsertPermission,
  Json,
  PermissionExpression,
  PresetValue,
  ResolvedColumn,
  SelectPermission,
  UpdatePermission,
} from '../types.ts'
import { columnOf, type TableDraft, type TableDrafts } from './draft.ts'
import { resolveExpression } from './expression.ts'
import { Unresolvable } from './report.ts'
import { sessionVariable } from './session-variable.ts'

const always: Grant = { visibleWhen: undefined }

/** @throws Unresolvable when a column, computed field, filter or root field cannot be honoured */
export function resolveSelect(
  entry: SelectEntry,
  table: TableDraft,
  tables: TableDrafts,
): SelectPermission {
  const columns = new Map(namedColumns(entry.columns, table).map(column => [column.name, always]))
  assertRootFields(entry, table, columns)
  return {
    columns,
    computedFields: new Map(
      entry.computedFields.map(name => [scalarComputedField(name, table), always]),
    ),
    filter: filterOf(entry.filter, table, tables),
    limit: entry.limit,
    allowAggregations: entry.allowAggregations,
    queryRootFields: entry.queryRootFields && new Set(entry.queryRootFields),
    subscriptionRootFields: entry.subscriptionRootFields && new Set(entry.subscriptionRootFields),
  }
}

/** @throws Unresolvable when a column or the check cannot be honoured */
export function resolveInsert(
  entry: InsertEntry,
  table: TableDraft,
  tables: TableDrafts,
): InsertPermission {
  const presets = presetsOf(entry.set, table)
  const given = namedColumns(entry.columns, table).filter(
    column => column.insertable && !presets.has(column.name),
  )
  return {
    columns: new Set(given.map(column => column.name)),
    check: filterOf(entry.check, table, tables),
    presets,
    backendOnly: entry.backendOnly,
  }
}

/** @throws Unresolvable when a column, the filter or the check cannot be honoured */
export function resolveUpdate(
  entry: UpdateEntry,
  table: TableDraft,
  tables: TableDrafts,
): UpdatePermission {
  const presets = presetsOf(entry.set, table)
  const given = namedColumns(entry.columns, table).filter(
    column => column.updatable && !presets.has(column.name),
  )
  return {
    columns: new Set(given.map(column => column.name)),
    filter: filterOf(entry.filter, table, tables),
    check: entry.check === undefined ? undefined : filterOf(entry.check, table, tables),
    presets,
    backendOnly: entry.backendOnly,
  }
}

/** @throws Unresolvable when the filter cannot be honoured */
export function resolveDelete(
  entry: DeleteEntry,
  table: TableDraft,
  tables: TableDrafts,
): DeletePermission {
  return { filter: filterOf(entry.filter, table, tables), backendOnly: entry.backendOnly }
}

function filterOf(value: Json, table: TableDraft, tables: TableDrafts): PermissionExpression {
  return resolveExpression(value, { tables, current: table, root: table })
}

/** In the table's order, so that equal permissions look equal. */
function namedColumns(list: ColumnList, table: TableDraft): ResolvedColumn[] {
  if (list === '*') return [...table.columns.values()]
  const names = new Set(list)
  for (const name of names) columnOf(table, name)
  return [...table.columns.values()].filter(column => names.has(column.name))
}

function scalarComputedField(name: string, table: TableDraft): string {
  const field = table.computedFields.get(name)
  if (!field)
    throw new Unresolvable(
      `computed field "${name}" does not exist in table "${displayName(table.name)}"`,
    )
  if (field.returns.kind === 'table') {
    throw new Unresolvable(
      `select permissions on computed field "${name}" are derived from the permissions of the table it returns; do not list it`,
    )
  }
  return name
}

/** A root field is not listed where the rest of the permission rules it out. */
function assertRootFields(
  entry: SelectEntry,
  table: TableDraft,
  columns: ReadonlyMap<string, Grant>,
): void {
  const listed = new Set<string>([
    ...(entry.queryRootFields ?? []),
    ...(entry.subscriptionRootFields ?? []),
  ])
  if (listed.has('select_aggregate') && !entry.allowAggregations) {
    throw new Unresolvable(
      'the root field "select_aggregate" is listed, but allow_aggregations is not true',
    )
  }
  const primaryKeyReadable = table.primaryKey?.every(name => columns.has(name)) ?? false
  if (listed.has('select_by_pk') && !primaryKeyReadable) {
    throw new Unresolvable(
      'the root field "select_by_pk" is listed, but the role cannot read all columns of a primary key',
    )
  }
}

function presetsOf(set: ReadonlyMap<string, Json>, table: TableDraft): Map<string, PresetValue> {
  for (const name of set.keys()) columnOf(table, name)
  return new Map(
    [...table.columns.keys()].flatMap((name): [string, PresetValue][] => {
      const value = set.get(name)
      if (value === undefined) return []
      const variable = sessionVariable(value)
      return [
        [name, variable === undefined ? { kind: 'literal', value } : { kind: 'session', variable }],
      ]
    }),
  )
}
