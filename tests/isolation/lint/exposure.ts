// What of the Drizzle schema clients can see. A table or column that is new is neither shown nor
// hidden, and breaks a rule.
import { is, SQL } from 'drizzle-orm'
import { getTableConfig, getViewConfig, PgTable, PgView, type PgColumn } from 'drizzle-orm/pg-core'
import { roles } from '#shared/roles.ts'
import * as schema from '../../../db/schema/index.ts'
import {
  permissionsOf,
  tableName,
  type MetadataDocument,
} from '../../../hasura/permissions/model.ts'
import { hiddenColumns } from './hidden-columns.ts'
import type { Rule } from './rule.ts'

/** The columns of every table and view in the schema `public`, by name. */
export const columnsOf: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(schema).flatMap((entity): [string, string[]][] => {
    if (is(entity, PgTable)) {
      const { name, schema: namespace, columns } = getTableConfig(entity)
      return namespace ? [] : [[name, columns.map(column => column.name)]]
    }
    if (is(entity, PgView)) {
      const { name, selectedFields } = getViewConfig(entity)
      const names = Object.values(selectedFields).map(column =>
        is(column, SQL.Aliased) ? column.fieldAlias : (column as PgColumn).name,
      )
      return [[name, names]]
    }
    return []
  }),
)

/** The rules, in the order in which they are listed. */
export const exposureRules: readonly Rule<MetadataDocument>[] = [
  {
    name: 'every table and view of the schema public is tracked, and no other',
    findings: tracksEveryTable,
  },
  {
    name: 'every role is shown every column, or it is hidden from the role on purpose',
    findings: showsOrHides,
  },
]

function tracksEveryTable(metadata: MetadataDocument): string[] {
  const tracked = new Set(
    metadata.sources.flatMap(source => source.tables).map(({ table }) => tableName(table)),
  )
  return [
    ...[...columnsOf.keys()]
      .filter(name => !tracked.has(name))
      .map(name => `${name} is not tracked`),
    ...[...tracked]
      .filter(name => !columnsOf.has(name))
      .map(name => `${name} is tracked and not in the schema public`),
  ]
}

function showsOrHides(metadata: MetadataDocument): string[] {
  const selects = permissionsOf(metadata).filter(({ operation }) => operation === 'select')
  return [...columnsOf].flatMap(([table, columns]) =>
    roles.flatMap((role) => {
      const shown =
        selects.find(permission => permission.table === table && permission.role === role)?.columns
        ?? []
      const hidden = hiddenColumns
        .filter(entry => entry.table === table && entry.from.includes(role))
        .flatMap(entry => (entry.columns === 'all' ? columns : entry.columns))
      return [
        ...columns
          .filter(column => !shown.includes(column) && !hidden.includes(column))
          .map(column => `${table}.${column} is neither shown to ${role} nor hidden on purpose`),
        ...hidden
          .filter(column => shown.includes(column))
          .map(column => `${table}.${column} is shown to ${role}, from whom it is to be hidden`),
        ...[...shown, ...hidden]
          .filter(column => !columns.includes(column))
          .map(column => `${table}.${column}, for ${role}, does not exist`),
      ]
    }),
  )
}
