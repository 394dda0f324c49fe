import type pg from 'pg'
import { parseExactly } from './json.ts'
import { quoted, type Content, type Row, type WorldTable } from './world.ts'

/** Reads every row of every table; views are made of them and left out. */
export async function readContent(
  client: pg.ClientBase,
  tables: readonly WorldTable[],
): Promise<Content> {
  const parts = tables
    .filter(table => !table.isView)
    .map(
      table =>
        `${textOf(table.type)}, (select coalesce(json_agg(t order by t::text), '[]') from ${table.sql} t)`,
    )
  const {
    rows: [row],
  } = await client.query<{ content: string }>(
    `select json_build_object(${parts.join(', ')})::text as content`,
  )
  const content = parseExactly(row?.content ?? '{}') as Record<string, Row[]>
  return new Map(
    Object.entries(content).map(([type, found]) => {
      const key = tables.find(table => table.type === type)?.key ?? []
      return [type, new Map(found.map(item => [keyOf(item, key), item]))]
    }),
  )
}

/** Puts every table back without firing triggers. */
export async function restoreContent(
  client: pg.ClientBase,
  tables: readonly WorldTable[],
  content: Content,
): Promise<void> {
  const stored = tables.filter(table => !table.isView)
  await client.query('begin')
  await client.query('set local session_replication_role = replica')
  for (const table of stored) await client.query(`delete from ${table.sql}`)
  for (const table of stored) {
    const rows = JSON.stringify([...(content.get(table.type)?.values() ?? [])])
    await client.query(
      `insert into ${table.sql} overriding system value select ${table.columns.map(quoted).join()} from json_populate_recordset(null::${table.sql}, $1)`,
      [rows],
    )
  }
  await client.query('commit')
}

/** What identifies a row. */
export function keyOf(row: Row, key: readonly string[]): string {
  return JSON.stringify(key.map(column => row[column]))
}

/** Whether two values are the same JSON. */
export function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

function textOf(text: string): string {
  return `'${text.replaceAll('\'', '\'\'')}'`
}
