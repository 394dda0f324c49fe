import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../../../db/migrate.ts'
import { verifyHistory } from '../../../../db/history/verify.ts'
import type { TestDatabase } from '../../../support/database.ts'
import { readContent } from '../figures/content.ts'
import { recompute } from '../figures/recompute.ts'
import { createRelease } from './release.ts'

/** Every table with its columns. */
type Columns = ReadonlyMap<string, readonly string[]>

async function columnsOf({ pool }: TestDatabase): Promise<Columns> {
  const { rows } = await pool.query<{ table: string, columns: string[] }>(`
    select format('%I.%I', table_schema, table_name) as table,
      array_agg(format('%I', column_name) order by ordinal_position) as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema in ('public', 'private') and table_type = 'BASE TABLE' group by 1 order by 1`)
  return new Map(rows.map(row => [row.table, row.columns]))
}

/** The rows of each table, as text, in these columns. */
async function rowsOf({ pool }: TestDatabase, tables: Columns): Promise<Map<string, string[]>> {
  const content = new Map<string, string[]>()
  for (const [table, columns] of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `select row(${columns.join(', ')})::text as row from ${table} order by 1`,
    )
    content.set(table, rows.map(({ row }) => row))
  }
  return content
}

test('a release with rows in all tables is upgraded in place, and every row stays as it was', async () => {
  const database = await createRelease()
  onTestFinished(() => database.drop())
  const columns = await columnsOf(database)
  const before = await rowsOf(database, columns)
  for (const [table, rows] of before) expect(rows, table).not.toEqual([])

  await migrate(database.url)

  const after = await rowsOf(database, columns)
  for (const [table, rows] of before) expect(after.get(table), table).toEqual(expect.arrayContaining(rows))
  // What is new follows from what was there: who sees what is below a goal that they see, and new limits.
  const grown = [...before].filter(([table, rows]) => after.get(table)!.length !== rows.length)
  expect(grown.map(([table]) => table)).toEqual(['private.quotas', 'public.user_goals'])

  const { rows: grants } = await database.pool.query(
    `select count(*)::int as count from goal_grants join user_goals using (goal_id, user_id)
      where granted_role is distinct from goal_grants.role`,
  )
  expect(grants).toEqual([{ count: 0 }])
  const { rows: people } = await database.pool.query<{ id: string }>('select id from users')
  const content = await readContent(database.pool, people.map(({ id }) => id))
  expect(content.figures).toEqual(recompute(content))
  expect(await verifyHistory(database.url)).toMatchObject({ first: undefined })
})
