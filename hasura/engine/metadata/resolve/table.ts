import { displayName, nameKey, type Catalog, type CatalogTable } from '../../catalog/types.ts'
import type { TableConfiguration, TableEntry } from '../document.ts'
import type { ResolvedColumn } from '../types.ts'
import { defaultGraphqlName, graphqlName, type TableDraft } from './draft.ts'
import { enumValues } from './enum.ts'
import { Unresolvable } from './report.ts'

/**
 * A tracked table with its columns. Enum references, relationships, computed fields and permissions
 * follow when all tables are known.
 *
 * @throws Unresolvable when the table does not exist, or a name cannot be used in GraphQL
 */
export function resolveTable(entry: TableEntry, catalog: Catalog): TableDraft {
  const key = nameKey(entry.name)
  const found = catalog.tables.get(key)
  if (!found)
    throw new Unresolvable(`no such table/view exists in source: "${displayName(entry.name)}"`)
  const { configuration } = entry
  const name = configuration.customName ?? defaultGraphqlName(entry.name)
  if (!graphqlName.test(name)) {
    throw new Unresolvable(
      `cannot include "${displayName(entry.name)}" in the GraphQL schema because "${name}" is not a valid GraphQL identifier`,
    )
  }
  return {
    key,
    name: entry.name,
    entry,
    catalog: found,
    customName: configuration.customName,
    graphqlName: name,
    description: configuration.comment ?? found.description,
    customRootFields: configuration.customRootFields,
    columns: resolveColumns(found, configuration),
    primaryKey: found.primaryKey?.columns,
    relationships: new Map(),
    computedFields: new Map(),
    enumValues: entry.isEnum ? enumValues(found, catalog.enumRows.get(key) ?? []) : undefined,
    permissions: new Map(),
  }
}

function resolveColumns(
  table: CatalogTable,
  configuration: TableConfiguration,
): Map<string, ResolvedColumn> {
  for (const name of configuration.columns.keys()) {
    if (!table.columns.some(column => column.name === name))
      throw new Unresolvable(
        `the column configuration names "${name}", which is not a column of the table`,
      )
  }
  const taken = new Map<string, string>()
  return new Map(
    table.columns.flatMap((column): [string, ResolvedColumn][] => {
      const custom = configuration.columns.get(column.name)
      const name = custom?.customName ?? column.name
      if (!graphqlName.test(name)) return []
      const other = taken.get(name)
      if (other !== undefined)
        throw new Unresolvable(
          `the columns "${other}" and "${column.name}" have the same GraphQL name "${name}"`,
        )
      taken.set(name, column.name)
      return [
        [
          column.name,
          {
            ...column,
            customName: custom?.customName,
            graphqlName: name,
            description: custom?.comment ?? column.description,
            enumTable: undefined,
          },
        ],
      ]
    }),
  )
}
