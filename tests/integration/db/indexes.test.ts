import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { loadTables, type RelationshipUsing } from '../../support/metadata.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

const tables = loadTables()

/** The table whose indexes serve a view's columns. */
const behindView: Record<string, string> = { goal_members: 'user_goals' }

/** The column that a relationship of `table` compares with a primary key, and the table that it is in. */
function lookup(table: string, using: RelationshipUsing): { table: string, column: string } {
  if (using.manual_configuration) {
    const { column_mapping: mapping, remote_table: remote } = using.manual_configuration
    return { table: remote.name, column: Object.values(mapping)[0]! }
  }
  const key = using.foreign_key_constraint_on!
  return typeof key === 'string' ? { table, column: key } : { table: key.table.name, column: key.column }
}

const relationships = tables.flatMap(({ table, object_relationships: one = [], array_relationships: many = [] }) =>
  [...one, ...many].map(({ name, using }) => ({ path: `${table.name}.${name}`, ...lookup(table.name, using) })))

/** Whether some whole index of the table starts with these columns. */
async function isIndexed(table: string, columns: string[]): Promise<boolean> {
  const { rows } = await database.pool.query(`
    select from pg_index i
    where i.indrelid = $1::regclass and i.indpred is null and $2::text[] = array(
      select a.attname::text from unnest(i.indkey[0:cardinality($2::text[]) - 1]) with ordinality k (attnum, place)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum order by place)`, [behindView[table] ?? table, columns])
  return rows.length > 0
}

describe('an index', () => {
  it('leads along every foreign key', async () => {
    const { rows } = await database.pool.query<{ constraint: string, table: string, columns: string[] }>(`
      select c.conname as constraint, c.conrelid::regclass::text as table, array(
        select a.attname::text from unnest(c.conkey) k join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k) as columns
      from pg_constraint c where c.contype = 'f'`)
    expect(rows.length).toBeGreaterThan(5)
    for (const { constraint, table, columns } of rows) expect([constraint, await isIndexed(table, columns)]).toEqual([constraint, true])
  })

  it.each(relationships)('leads along the relationship $path', async ({ table, column }) => {
    expect(await isIndexed(table, [column])).toBe(true)
  })

  it.each([
    ['a membership, from both ends', 'user_goals', ['user_id', 'goal_id']],
    ['a membership, from both ends', 'user_goals', ['goal_id', 'user_id']],
    ['a person\'s newest goals', 'user_goals', ['user_id', 'created_at']],
    ['sub-goals in order', 'goals', ['parent_id', 'position']],
    ['goals by horizon and status', 'goals', ['horizon', 'status']],
    ['goals by target date', 'goals', ['target_date']],
    ['a goal\'s tasks in order', 'tasks', ['goal_id', 'position']],
    ['tasks by due date', 'tasks', ['due_date']],
    ['sessions that the provider ends', 'private.sessions', ['sid']],
    ['sessions that are over', 'private.sessions', ['expires_at']],
  ])('finds %s', async (_what, table, columns) => {
    expect(await isIndexed(table, columns)).toBe(true)
  })
})

describe('the planner', () => {
  it('reads a person\'s newest goals from the junction in order, without sorting', async () => {
    const client = await database.pool.connect()
    await client.query('set enable_seqscan = off; set enable_bitmapscan = off')
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`
      explain select goal_id from user_goals where user_id = '00000000-0000-4000-8000-000000000000' order by created_at desc nulls first limit 20`)
    client.release(true)
    const plan = rows.map(row => row['QUERY PLAN']).join('\n')
    expect(plan).toContain('user_goals_user_id_created_at_idx')
    expect(plan).not.toContain('Sort')
  })
})

describe('foreign keys that clients can break', () => {
  it('are checked when the transaction ends', async () => {
    const { rows } = await database.pool.query(`
      select conname from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and not (condeferrable and condeferred)`)
    expect(rows).toEqual([])
  })
})
