// The database's true content, read as superuser: what the policy is asked about and what a probe
// must not change.
import type pg from 'pg'

/** A row as PostgreSQL's `to_jsonb` shows it. */
export type Row = Readonly<Record<string, unknown>>

/** Every row of every table of the application. */
export interface World {
  readonly users: readonly Row[]
  readonly goals: readonly Row[]
  readonly user_goals: readonly Row[]
  readonly goal_grants: readonly Row[]
  readonly tasks: readonly Row[]
  readonly categories: readonly Row[]
  readonly key_results: readonly Row[]
  readonly check_ins: readonly Row[]
  readonly task_dependencies: readonly Row[]
  readonly settings: readonly Row[]
}

/** The tables of {@link World}, in an order in which they can be filled. */
export const tables = [
  'users',
  'goals',
  'user_goals',
  'goal_grants',
  'categories',
  'tasks',
  'key_results',
  'check_ins',
  'task_dependencies',
  'settings',
] as const

/** Reads everything, in one statement. */
export async function readWorld(client: pg.ClientBase): Promise<World> {
  const parts = tables.map(
    table =>
      `'${table}', (select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]') from ${table} t)`,
  )
  const {
    rows: [row],
  } = await client.query<{ world: World }>(
    `select jsonb_build_object(${parts.join(', ')}) as world`,
  )
  return row!.world
}

/**
 * Puts every table back to `world` without firing triggers. Rows are deleted, not truncated: a
 * truncation would wait for live queries, and they for it.
 */
export async function restoreWorld(client: pg.ClientBase, world: World): Promise<void> {
  await client.query('begin')
  await client.query('set local session_replication_role = replica')
  for (const table of tables) await client.query(`delete from ${table}`)
  for (const table of tables)
    await client.query(
      `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(world[table])],
    )
  await client.query('commit')
}

/** The view `goal_members`: who shares a goal, with what the others may know of them. */
export function membersWithNames({ user_goals: memberships, users }: World): readonly Row[] {
  return memberships.map((row) => {
    const {
      username,
      name,
      avatar_url: avatarUrl,
      is_active: isActive,
    } = users.find(user => user.id === row.user_id)!
    return { ...row, username, name, avatar_url: avatarUrl, is_active: isActive }
  })
}

/** The columns of every table and view of the application. */
export async function columnsIn(client: pg.ClientBase): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ table: string, columns: string[] }>(`
    select table_name as table, array_agg(column_name::text order by ordinal_position) as columns
    from information_schema.columns where table_schema = 'public' group by 1`)
  return new Map(rows.map(row => [row.table, row.columns]))
}
