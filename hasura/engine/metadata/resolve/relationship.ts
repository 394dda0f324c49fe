import { displayName, nameKey, type CatalogForeignKey } from '../../catalog/types.ts'
import type { RelationshipEntry } from '../document.ts'
import type { ResolvedRelationship } from '../types.ts'
import { columnOf, graphqlName, trackedTable, type TableDraft, type TableDrafts } from './draft.ts'
import { Unresolvable } from './report.ts'

/**
 * A relationship of `table`; its columns and, for a foreign key, that key are looked up.
 *
 * @throws Unresolvable when a column, table or foreign key is missing, or the name is taken
 */
export function resolveRelationship(
  entry: RelationshipEntry,
  table: TableDraft,
  tables: TableDrafts,
): ResolvedRelationship {
  assertFieldName(entry.name, table)
  const { name, kind, comment } = entry
  const joined = joinOf(entry, table, tables)
  for (const { local, remote } of joined.mapping) {
    columnOf(table, local)
    columnOf(joined.target, remote)
  }
  return {
    name,
    kind,
    target: joined.target.key,
    mapping: joined.mapping,
    nullable: joined.nullable,
    insertionOrder: kind === 'array' ? 'after_parent' : joined.insertionOrder,
    description: comment,
  }
}

/** Relationships and computed fields share the table's field names with the columns. */
export function assertFieldName(name: string, table: TableDraft): void {
  if (!graphqlName.test(name)) throw new Unresolvable(`"${name}" is not a valid GraphQL identifier`)
  const clash =
    [...table.columns.values()].some(column => column.graphqlName === name)
    || table.relationships.has(name)
    || table.computedFields.has(name)
  if (clash)
    throw new Unresolvable(
      `field with name "${name}" conflicts with another field of table "${displayName(table.name)}"`,
    )
}

interface Join {
  readonly target: TableDraft
  readonly mapping: ResolvedRelationship['mapping']
  readonly nullable: boolean
  readonly insertionOrder: ResolvedRelationship['insertionOrder']
}

function joinOf({ using }: RelationshipEntry, table: TableDraft, tables: TableDrafts): Join {
  switch (using.kind) {
    case 'own columns': {
      const key = foreignKeyOn(table, using.columns)
      const nullable = using.columns.some(name => columnOf(table, name).nullable)
      return {
        target: trackedTable(tables, key.target),
        mapping: pairs(key.columns, key.targetColumns),
        nullable,
        insertionOrder: 'before_parent',
      }
    }
    case 'their columns': {
      const target = trackedTable(tables, using.table)
      const key = foreignKeyOn(target, using.columns, table)
      return {
        target,
        mapping: pairs(key.targetColumns, key.columns),
        nullable: true,
        insertionOrder: 'after_parent',
      }
    }
    case 'manual': {
      const mapping = [...using.mapping].map(([local, remote]) => ({ local, remote }))
      return {
        target: trackedTable(tables, using.table),
        mapping,
        nullable: true,
        insertionOrder: using.insertionOrder ?? 'before_parent',
      }
    }
  }
}

/** The one foreign key of `table` on exactly these columns (to `target`, if given). */
function foreignKeyOn(
  table: TableDraft,
  columns: readonly string[],
  target?: TableDraft,
): CatalogForeignKey {
  for (const name of columns) columnOf(table, name)
  const wanted = new Set(columns)
  const fits = table.catalog.foreignKeys.filter(
    key =>
      key.columns.length === wanted.size
      && key.columns.every(column => wanted.has(column))
      && (!target || nameKey(key.target) === target.key),
  )
  const [key, ...others] = fits
  const place = `column(s) ${columns.join(', ')} of table "${displayName(table.name)}"`
  if (!key) throw new Unresolvable(`no foreign constraint exists on ${place}`)
  if (others.length > 0)
    throw new Unresolvable(`more than one foreign key constraint exists on ${place}`)
  return key
}

function pairs(
  local: readonly string[],
  remote: readonly string[],
): ResolvedRelationship['mapping'] {
  return local.map((name, index) => ({ local: name, remote: remote[index] ?? '' }))
}
