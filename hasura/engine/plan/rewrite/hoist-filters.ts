import { startsFromSession } from '../read/session-start.ts'
import { passesRows } from '../some-node.ts'
import type { RootField, RowSet } from '../types.ts'
import { conditionText } from './conjuncts.ts'

/** One reading of a permitted table at the root of a statement. */
interface Use {
  readonly rows: RowSet
  /** Not cut by a limit. */
  readonly whole: boolean
  /** Passes whole rows to functions, which take only rows of the table itself. */
  readonly passesRows: boolean
}

/**
 * Names what a query's root fields share.
 *
 * @see docs/shared-permissions.md
 */
export function withSharedPermissions(fields: readonly RootField[]): readonly RootField[] {
  const names = new Map<string, string>()
  for (const [key, uses] of groupedUses(fields)) {
    const pays = uses.length > 1 && uses.some(use => use.whole) && !uses.some(use => use.passesRows)
    if (pays && uses[0] && startsFromSession(uses[0].rows.permission))
      names.set(key, `shared${names.size + 1}`)
  }
  return names.size === 0 ? fields : fields.map(field => named(field, names))
}

function named(field: RootField, names: ReadonlyMap<string, string>): RootField {
  switch (field.kind) {
    case 'namespace':
      return { ...field, fields: field.fields.map(below => named(below, names)) }
    case 'rows':
      return field.rows.shape === 'many'
        ? { ...field, rows: { ...field.rows, rows: namedRows(field.rows.rows, names) } }
        : field
    case 'aggregate':
      return {
        ...field,
        aggregate: { ...field.aggregate, rows: namedRows(field.aggregate.rows, names) },
      }
    case 'json':
      return field
  }
}

function namedRows(rows: RowSet, names: ReadonlyMap<string, string>): RowSet {
  const shared = names.get(useKey(rows) ?? '')
  return shared === undefined ? rows : { ...rows, shared }
}

/**
 * Equal keys mean the same table under the same permission, read at a root; undefined for rows that
 * hang on a parent.
 */
function useKey({ source, mapping, permission }: RowSet): string | undefined {
  return source.kind === 'table' && mapping.length === 0
    ? JSON.stringify([source.table, conditionText(permission)])
    : undefined
}

function groupedUses(fields: readonly RootField[]): ReadonlyMap<string, readonly Use[]> {
  const groups = new Map<string, Use[]>()
  for (const use of fields.flatMap(usesOf)) {
    const key = useKey(use.rows)
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), use])
  }
  return groups
}

function usesOf(field: RootField): readonly Use[] {
  switch (field.kind) {
    case 'namespace':
      return field.fields.flatMap(usesOf)
    case 'rows':
      return field.rows.shape === 'many' ? [useOf(field.rows.rows, field)] : []
    case 'aggregate':
      return field.aggregate.parts
        .filter(part => part.kind !== 'typename')
        .map(() => useOf(field.aggregate.rows, field))
    case 'json':
      return []
  }
}

function useOf(rows: RowSet, field: RootField): Use {
  return {
    rows,
    whole: rows.limit === undefined && rows.permissionLimit === undefined,
    passesRows: passesRows(field),
  }
}
