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
  readonly invitations: readonly Row[]
  readonly tasks: readonly Row[]
  readonly categories: readonly Row[]
  readonly key_results: readonly Row[]
  readonly check_ins: readonly Row[]
  readonly task_dependencies: readonly Row[]
  readonly settings: readonly Row[]
  readonly period_closes: readonly Row[]
  readonly closed_goals: readonly Row[]
  readonly goal_figures: readonly Row[]
  readonly goal_progress: readonly Row[]
  /** A view, and only read. */
  readonly goal_parts: readonly Row[]
  readonly audit_log: readonly Row[]
}

/** The tables of {@link World}, in an order in which they can be filled. */
export const tables = [
  'users',
  'goals',
  'user_goals',
  'goal_grants',
  'invitations',
  'categories',
  'tasks',
  'key_results',
  'check_ins',
  'task_dependencies',
  'settings',
  'period_closes',
  'closed_goals',
  'goal_figures',
  'goal_progress',
  'audit_log',
] as const

/** Reads everything, in one statement. */
export async function readWorld(client: pg.ClientBase): Promise<World> {
  const parts = [...tables, 'goal_parts'].map(
    table =>
      `'${table}', (select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text collate "C"), '[]') from ${table} t)`,
  )
  const {
    rows: [row],
  } = await client.query<{ world: World }>(
    `select jsonb_build_object(${parts.join(', ')}) as world`,
  )
  return row!.world
}

/** Whether two worlds hold the same rows, in whatever order. */
export function isSameWorld(one: World, other: World): boolean {
  const textOf = (rows: readonly Row[]) => rows.map(row => JSON.stringify(row)).sort().join()
  return tables.every(
    table => one[table] === other[table] || textOf(one[table]) === textOf(other[table]),
  )
}

/**
 * Puts every table that differs back to `world` without firing triggers. Rows are deleted, not
 * truncated: a truncation would wait for live queries, and they for it. Other tables keep their
 * rows, so that dead ones do not slow every later read.
 *
 * @param now what is there; read unless given
 */
export async function restoreWorld(
  client: pg.ClientBase,
  world: World,
  now?: World,
): Promise<void> {
  const found = now ?? (await readWorld(client))
  const changed = tables.filter(
    table => JSON.stringify(found[table]) !== JSON.stringify(world[table]),
  )
  if (changed.length === 0) return
  await client.query('begin')
  await client.query('set local session_replication_role = replica')
  for (const table of changed) await client.query(`delete from ${table}`)
  for (const table of changed)
    await client.query(
      `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(world[table])],
    )
  if (changed.includes('audit_log')) await endChains(client)
  await client.query('commit')
}

/** Lets chains of history end where their rows do, or those that were written since would be missed. */
export async function endChains(client: pg.ClientBase): Promise<void> {
  await client.query(`
    delete from private.history_heads;
    insert into private.history_heads (chain_id, seq, hash)
      select distinct on (chain) chain, seq, hash from audit_log, coalesce(goal_id, person_id) as chain order by chain, seq desc`)
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

/** The view `received_invitations`: the open ones. */
export function openInvitations(world: World): readonly Row[] {
  const isOpen = ({ status, expires_at: expiresAt, goal_id: goal, invited_by: inviter }: Row) =>
    status === 'pending'
    && Date.parse(expiresAt as string) > Date.now()
    && world.goals.some(row => row.id === goal && !row.deleted_at)
    && world.users.some(row => row.id === inviter && row.is_active)
    && world.user_goals.some(
      row => row.goal_id === goal && row.user_id === inviter && row.role === 'owner',
    )
  return world.invitations.filter(isOpen).map((row) => {
    const inviter = world.users.find(user => user.id === row.invited_by)!
    return {
      id: row.id,
      user_id: row.invited_user_id,
      goal_id: row.goal_id,
      goal_title: world.goals.find(goal => goal.id === row.goal_id)!.title,
      role: row.role,
      status: row.status,
      inviter_name: inviter.name,
      inviter_username: inviter.username,
      created_at: row.created_at,
      expires_at: row.expires_at,
    }
  })
}

/** The view `own_history`: that of each person, without what tells who answered an invitation. */
export function ownHistory({ audit_log: history }: World): readonly Row[] {
  return history
    .filter(row => row.person_id !== null && row.entity !== 'invitations')
    .map(({ person_id: userId, ...row }) => ({ ...row, user_id: userId }))
}

/** The columns of every table and view of the application. */
export async function columnsIn(client: pg.ClientBase): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ table: string, columns: string[] }>(`
    select table_name as table, array_agg(column_name::text order by ordinal_position) as columns
    from information_schema.columns where table_schema = 'public' group by 1`)
  return new Map(rows.map(row => [row.table, row.columns]))
}
