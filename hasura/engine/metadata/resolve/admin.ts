import type { PermissionExpression, ResolvedTable, TablePermissions } from '../types.ts'

const everyRow: PermissionExpression = { kind: 'and', operands: [] }

/** The permissions of the role `admin` on a table: everything, without presets. */
export function adminPermissions(table: ResolvedTable): TablePermissions {
  const columns = [...table.columns.values()]
  const scalarFields = [...table.computedFields.values()].filter(
    field => field.returns.kind === 'scalar',
  )
  const always = { visibleWhen: undefined }
  return {
    select: {
      columns: new Map(columns.map(column => [column.name, always])),
      computedFields: new Map(scalarFields.map(field => [field.name, always])),
      filter: everyRow,
      limit: undefined,
      allowAggregations: true,
      queryRootFields: undefined,
      subscriptionRootFields: undefined,
    },
    insert: {
      columns: new Set(columns.filter(column => column.insertable).map(column => column.name)),
      check: everyRow,
      presets: new Map(),
      backendOnly: false,
    },
    update: {
      columns: new Set(columns.filter(column => column.updatable).map(column => column.name)),
      filter: everyRow,
      check: undefined,
      presets: new Map(),
      backendOnly: false,
    },
    delete: { filter: everyRow, backendOnly: false },
  }
}
