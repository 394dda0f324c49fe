import { displayName, nameKey, type Catalog, type CatalogFunction } from '../../catalog/types.ts'
import type { ComputedFieldEntry } from '../document.ts'
import type { ResolvedComputedField } from '../types.ts'
import { trackedTable, type TableDraft, type TableDrafts } from './draft.ts'
import { argumentSources, onlyFunction } from './function.ts'
import { assertFieldName } from './relationship.ts'
import { Unresolvable } from './report.ts'

/**
 * A computed field of `table`.
 *
 * @throws Unresolvable when the function does not fit: no row argument of the table, volatile, or a
 *   result that is neither a base type nor rows of a tracked table
 */
export function resolveComputedField(
  entry: ComputedFieldEntry,
  table: TableDraft,
  tables: TableDrafts,
  catalog: Catalog,
): ResolvedComputedField {
  assertFieldName(entry.name, table)
  const found = onlyFunction(catalog, entry.function)
  if (found.volatility === 'volatile')
    throw new Unresolvable(
      `function "${displayName(found.name)}" is VOLATILE; a computed field needs a STABLE or IMMUTABLE one`,
    )
  return {
    name: entry.name,
    function: found,
    arguments: argumentSources(found, {
      row: rowArgument(found, entry, table),
      session: entry.sessionArgument,
    }),
    returns: returnsOf(found, tables),
    description: entry.comment ?? found.description,
  }
}

function rowArgument(found: CatalogFunction, entry: ComputedFieldEntry, table: TableDraft): number {
  const index =
    entry.tableArgument === undefined
      ? 0
      : found.arguments.findIndex(argument => argument.name === entry.tableArgument)
  const type = found.arguments[index]?.type
  if (!type || type.array || nameKey(type) !== table.key) {
    throw new Unresolvable(
      `function "${displayName(found.name)}" has no ${entry.tableArgument ? `argument "${entry.tableArgument}"` : 'first argument'} of table type "${displayName(table.name)}"`,
    )
  }
  return index
}

function returnsOf(found: CatalogFunction, tables: TableDrafts): ResolvedComputedField['returns'] {
  if (found.returnsTable)
    return {
      kind: 'table',
      table: trackedTable(tables, found.returnsTable).key,
      set: found.returnsSet,
    }
  if (found.returnsSet)
    throw new Unresolvable(
      `function "${displayName(found.name)}" returns a set of a type that is no tracked table`,
    )
  return { kind: 'scalar', type: found.returns }
}
