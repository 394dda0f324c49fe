import { keyOf } from '../content.ts'
import { parseExactly } from '../json.ts'
import { quoted, type Row, type World, type WorldSession, type WorldTable } from '../world.ts'
import { NotPredicted, type VisibleTables } from './where.ts'

/** Column of a visible table that numbers its rows. */
const number = 'raw:#'

/** A row, and a name of the group of rows that are equal where the question says `distinct`. */
export interface FoundRow {
  readonly row: Row
  readonly group: string
}

/** What to look for under an alias: conditions and sort keys in SQL. */
export interface Question {
  readonly where: string
  readonly order: readonly string[]
  readonly total: boolean
  /** Fields. */
  readonly distinct: readonly string[]
}

/** Rows of one type that fit a condition, in the order asked for. */
export interface Found {
  readonly rows: readonly FoundRow[]
  /** Whether no other order would do. */
  readonly total: boolean
}

/**
 * What one session may see, as tables of their own: made once, by SQL that knows nothing of the
 * engine.
 */
export interface Oracle extends VisibleTables {
  readonly session: WorldSession
  /** A visible row by its key: fields by their names, columns of the database as `raw:<column>`. */
  readonly row: (type: string, key: string) => Row | undefined
  /** Keys of the visible rows, sorted. */
  readonly keys: (type: string) => readonly string[]
  /**
   * Undefined where it is not predicted: PostgreSQL refuses, or the condition is of a kind that is
   * not put into SQL here.
   */
  readonly find: (
    table: WorldTable,
    make: (alias: string) => Question,
  ) => Promise<Found | undefined>
  /** Aggregates in SQL over some of a type's rows, as JSON. */
  readonly aggregates: (
    type: string,
    rows: readonly Row[],
    expressions: readonly string[],
  ) => Promise<unknown[] | undefined>
}

/** Makes a session's visible tables in a schema of their own. */
export async function createOracle(
  { client, tables, spelling }: World,
  session: WorldSession,
  schema: string,
): Promise<Oracle> {
  const seen = tables.filter(table => session.visible[table.type] !== undefined)
  const name = (type: string) => `${quoted(schema)}.${quoted(type)}`
  const rows = new Map<string, ReadonlyMap<string, Row>>()
  await client.query(`create schema ${quoted(schema)}`)
  for (const table of seen) {
    await client.query(
      `create table ${name(table.type)} as select ${columns(table, session).join()} from ${table.sql} t where ${session.visible[table.type]}`,
    )
    const { rows: found } = await client.query<{ row: string }>(
      `select row_to_json(t)::text as row from ${name(table.type)} t`,
    )
    rows.set(
      table.type,
      new Map(
        found
          .map(({ row }) => parseExactly(row) as Row)
          .map(row => [
            keyOf(
              row,
              table.key.map(column => `raw:${column}`),
            ),
            row,
          ]),
      ),
    )
  }
  const query = async (sql: string): Promise<Record<string, string>[] | undefined> => {
    try {
      return (await client.query<Record<string, string>>(sql)).rows
    }
    catch (error) {
      if (
        error instanceof Error
        && 'severity' in error
        && String((error as { code?: string }).code).startsWith('22')
      )
        return undefined
      throw new Error(`the oracle's own SQL fails: ${sql}`, { cause: error })
    }
  }
  let aliases = 0
  return {
    session,
    name,
    spelling,
    table: type => seen.find(table => table.type === type),
    alias: () => `o${++aliases}`,
    row: (type, key) => rows.get(type)?.get(key),
    keys: type => [...(rows.get(type)?.keys() ?? [])].sort(),
    find: async (table, make) => {
      try {
        const { where, order, total, distinct } = make('o')
        const found = await query(
          `select ${quoted(number)} as number, ${distinct.length > 0 ? `dense_rank() over (order by ${distinct.map(name => `o.${quoted(name)}`).join()})` : '0'} as "group" from ${name(table.type)} o where ${where}${order.length > 0 ? ` order by ${order.join()}` : ''}`,
        )
        const numbered = new Map<string, Row>(
          [...(rows.get(table.type)?.values() ?? [])].map((row): [string, Row] => [
            String(row[number]),
            row,
          ]),
        )
        return (
          found && {
            rows: found.flatMap(({ number: at = '', group = '' }): FoundRow[] =>
              numbered.has(at) ? [{ row: numbered.get(at) ?? {}, group }] : [],
            ),
            total,
          }
        )
      }
      catch (error) {
        if (error instanceof NotPredicted) return undefined
        throw error
      }
    },
    aggregates: async (type, some, expressions) => {
      const found = await query(
        `select json_build_array(${expressions.join()})::text as values from ${name(type)} t where ${quoted(number)} = any('{${some.map(row => String(row[number])).join()}}')`,
      )
      return found && (parseExactly(found[0]?.values ?? '[]') as unknown[])
    },
  }
}

function columns(table: WorldTable, session: WorldSession): string[] {
  const masks = session.masks?.[table.type] ?? {}
  return [
    `(row_number() over ())::text as ${quoted(number)}`,
    ...table.columns.map(column => `t.${quoted(column)} as ${quoted(`raw:${column}`)}`),
    ...[...table.fields].map(
      ([field, sql]) =>
        `${masks[field] === undefined ? sql : `case when ${masks[field]} then ${sql} end`} as ${quoted(field)}`,
    ),
  ]
}
