import { nameKey, type CatalogTable, type EnumRow } from '../../catalog/types.ts'
import type { EnumValue, ResolvedColumn } from '../types.ts'
import { graphqlName, type TableDraft, type TableDrafts } from './draft.ts'
import { Unresolvable } from './report.ts'

const reserved = new Set(['true', 'false', 'null'])

/**
 * The values of an enum table, sorted. Such a table has a primary key of one text column, perhaps a
 * second text column with descriptions, and at least one row whose value is a GraphQL name.
 *
 * @throws Unresolvable when the table is not of that shape
 */
export function enumValues(table: CatalogTable, rows: readonly EnumRow[]): EnumValue[] {
  const [keyName, ...otherKeys] = table.primaryKey?.columns ?? []
  if (keyName === undefined || otherKeys.length > 0)
    throw new Unresolvable('an enum table must have a primary key of one column')
  const [comment, ...others] = table.columns.filter(column => column.name !== keyName)
  if (others.length > 0) throw new Unresolvable('an enum table must have no more than two columns')
  const isText = (name: string) =>
    table.columns.some(
      column => column.name === name && column.type.name === 'text' && !column.type.array,
    )
  if (!isText(keyName))
    throw new Unresolvable(`the enum table's primary key ("${keyName}") must have type "text"`)
  if (comment && !isText(comment.name))
    throw new Unresolvable(
      `the enum table's comment column ("${comment.name}") must have type "text"`,
    )
  if (rows.length === 0) throw new Unresolvable('an enum table must have at least one row')
  const values = rows.map((row): EnumValue => {
    const value = String(row[keyName])
    if (!graphqlName.test(value) || reserved.has(value))
      throw new Unresolvable(`the enum value "${value}" is not a valid GraphQL enum value name`)
    return {
      value,
      description:
        comment && typeof row[comment.name] === 'string'
          ? (row[comment.name] as string)
          : undefined,
    }
  })
  return values.sort((one, other) => (one.value < other.value ? -1 : 1))
}

/** Marks every column that references an enum table's key by a foreign key of its own. */
export function linkEnumColumns(tables: TableDrafts): void {
  for (const table of tables.values()) {
    for (const [name, column] of table.columns)
      table.columns.set(name, { ...column, enumTable: enumTableOf(table, column, tables) })
  }
}

function enumTableOf(
  table: TableDraft,
  column: ResolvedColumn,
  tables: TableDrafts,
): ResolvedColumn['enumTable'] {
  for (const foreignKey of table.catalog.foreignKeys) {
    const target = tables.get(nameKey(foreignKey.target))
    const single = foreignKey.columns.length === 1 && foreignKey.columns[0] === column.name
    if (single && target?.enumValues && foreignKey.targetColumns[0] === target.primaryKey?.[0])
      return target.key
  }
  return undefined
}
