import type pg from 'pg'
import type { WorldRelationship, WorldTable } from './world.ts'
import { quoted } from './world.ts'
import type { Spelling } from './spelling.ts'

/** As much of a table's metadata as says how it is shown. */
export interface ShownTable {
  readonly table: string | { readonly name: string }
  readonly configuration?: {
    readonly custom_name?: string
    readonly custom_column_names?: Readonly<Record<string, string>>
  }
  readonly object_relationships?: readonly { readonly name: string, readonly using: Using }[]
  readonly array_relationships?: readonly { readonly name: string, readonly using: Using }[]
}

interface Using {
  readonly foreign_key_constraint_on?:
    string | { readonly table: string | { readonly name: string }, readonly column: string }
  readonly manual_configuration?: {
    readonly remote_table: string | { readonly name: string }
    readonly column_mapping: Readonly<Record<string, string>>
  }
}

/** What metadata does not say. */
export interface TableNotes {
  /** Key columns by table; default `id`. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  /** Scalar computed fields by table: SQL over the row `t`. */
  readonly computed: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** The table that a column with a foreign key refers to, and the column `id` there. */
  readonly references: Readonly<Record<string, string>>
  readonly views: readonly string[]
  readonly spelling: Spelling
  /** Columns whose values are shown in upper case. */
  readonly upperCase: readonly string[]
  /** Whether large numbers come as strings. */
  readonly stringifies: boolean
}

/** The types whose numbers Hasura can print as strings. */
const largeNumbers = ['int8', 'numeric', 'float8', 'money']

/** The tables of a world, from its metadata, its catalog and what is noted by hand. */
export async function worldTables(
  client: pg.ClientBase,
  shown: readonly ShownTable[],
  notes: TableNotes,
): Promise<WorldTable[]> {
  const { rows } = await client.query<{
    name: string
    columns: string[]
    large: string[]
  }>(
    `
    select table_name as name, array_agg(column_name::text order by ordinal_position) as columns, coalesce(array_agg(column_name::text) filter (where udt_name = any($1)), '{}') as large
    from information_schema.columns where table_schema = 'public' group by 1`,
    [largeNumbers],
  )
  const catalog = new Map(rows.map(row => [row.name, row]))
  const types = new Map(shown.map(entry => [nameOf(entry.table), typeOf(entry)]))
  return shown.map((entry): WorldTable => {
    const name = nameOf(entry.table)
    const { columns = [], large = [] } = catalog.get(name) ?? {}
    const field = (column: string) =>
      entry.configuration?.custom_column_names?.[column] ?? notes.spelling.column(column)
    return {
      type: typeOf(entry),
      name,
      sql: quoted(name),
      key: notes.keys[name] ?? ['id'],
      columns,
      fields: new Map([
        ...columns.map((column): [string, string] => [
          field(column),
          notes.upperCase.includes(column) ? `upper(t.${quoted(column)})` : `t.${quoted(column)}`,
        ]),
        ...Object.entries(notes.computed[name] ?? {}),
      ]),
      relationships: new Map([
        ...(entry.object_relationships ?? []).map(
          item => [item.name, relationship(item.using, false, notes, types)] as const,
        ),
        ...(entry.array_relationships ?? []).map(
          item => [item.name, relationship(item.using, true, notes, types)] as const,
        ),
      ]),
      stringified: new Set(notes.stringifies ? large.map(field) : []),
      isView: notes.views.includes(name),
    }
  })
}

function relationship(
  { foreign_key_constraint_on: key, manual_configuration: manual }: Using,
  many: boolean,
  notes: TableNotes,
  types: ReadonlyMap<string, string>,
): WorldRelationship {
  if (manual) {
    return {
      to: types.get(nameOf(manual.remote_table)) ?? '',
      many,
      on: Object.entries(manual.column_mapping).map(([local, remote]) => ({ local, remote })),
    }
  }
  if (typeof key === 'string')
    return {
      to: types.get(notes.references[key] ?? '') ?? '',
      many,
      on: [{ local: key, remote: 'id' }],
    }
  return {
    to: types.get(nameOf(key?.table ?? '')) ?? '',
    many,
    on: [{ local: 'id', remote: key?.column ?? '' }],
  }
}

function nameOf(table: string | { readonly name: string }): string {
  return typeof table === 'string' ? table : table.name
}

function typeOf(entry: ShownTable): string {
  return entry.configuration?.custom_name ?? nameOf(entry.table)
}
