import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Role } from '#shared/roles.ts'
import { createTestDatabase } from './database.ts'

/** Who runs the statements: connections, or one connection inside a transaction. */
export type Queryable = pg.Pool | pg.ClientBase

/** A database of its own, with a goal of alice's and with bob, who has no part in it. */
export async function createDatabaseWithGoal() {
  const { pool, drop } = await createTestDatabase()
  const alice = await addUser(pool, 'alice')
  const bob = await addUser(pool, 'bob')
  const goal = await addGoal(pool, alice)
  return { pool, drop, alice, bob, goal }
}

/** Adds a person, with the Inbox and first category that come along; returns their id. */
export async function addUser(
  db: Queryable,
  username: string,
  options: { isActive?: boolean } = {},
): Promise<string> {
  const id = randomUUID()
  await db.query('insert into users (id, username, name, is_active) values ($1, $2, $2, $3)', [
    id,
    username,
    options.isActive ?? true,
  ])
  return id
}

/** Adds a goal that belongs to `owner`; returns its id. */
export async function addGoal(
  db: Queryable,
  owner: string | null,
  values: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return insert(db, 'goals', { title: 'A goal', horizon: 'weekly', created_by: owner, ...values })
}

/** Adds a task; returns its id. */
export async function addTask(
  db: Queryable,
  goal: string,
  values: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return insert(db, 'tasks', { title: 'A task', goal_id: goal, ...values })
}

/** Adds a key result, a number from 0 to 10 unless `values` say otherwise; returns its id. */
export async function addKeyResult(
  db: Queryable,
  goal: string,
  values: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return insert(db, 'key_results', {
    title: 'A key result',
    goal_id: goal,
    ...(values.kind !== 'milestone' && { target_value: 10 }),
    ...values,
  })
}

/** Adds a check-in; returns its id. */
export async function addCheckIn(
  db: Queryable,
  goal: string,
  values: Readonly<Record<string, unknown>> = { note: 'A note' },
): Promise<string> {
  return insert(db, 'check_ins', { goal_id: goal, ...values })
}

/** Lets a task wait for another; returns the link's id. */
export async function addDependency(
  db: Queryable,
  task: string,
  dependsOn: string,
): Promise<string> {
  return insert(db, 'task_dependencies', { task_id: task, depends_on_id: dependsOn })
}

/** Grants somebody a role on a goal, and so on everything below it. */
export async function share(
  db: Queryable,
  goal: string,
  user: string,
  role: 'owner' | 'editor' | 'viewer',
): Promise<void> {
  await db.query('insert into goal_grants (user_id, goal_id, role) values ($1, $2, $3)', [
    user,
    goal,
    role,
  ])
}

/** A person's Inbox. */
export async function inboxOf(db: Queryable, user: string): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    'select id from goals where created_by = $1 and is_inbox',
    [user],
  )
  return rows[0]!.id
}

/** One column of the one row with this id, or undefined when there is no such row. */
export async function columnOf(
  db: Queryable,
  table: 'goals' | 'tasks' | 'users' | 'key_results' | 'check_ins',
  id: string,
  column: string,
): Promise<unknown> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${column} from ${table} where id = $1`,
    [id],
  )
  return rows[0]?.[column]
}

/**
 * Runs statements in one transaction as Hasura runs a mutation of this person: with "hasura.user"
 * set.
 */
export async function asMember<T>(
  pool: pg.Pool,
  user: string,
  run: (client: pg.PoolClient) => Promise<T>,
  role: Role = 'member',
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select set_config(\'hasura.user\', $1, true)', [
      JSON.stringify({ 'x-hasura-role': role, 'x-hasura-user-id': user }),
    ])
    const result = await run(client)
    await client.query('commit')
    return result
  }
  catch (error) {
    await client.query('rollback')
    throw error
  }
  finally {
    client.release()
  }
}

async function insert(db: Queryable, table: string, values: object): Promise<string> {
  const columns = Object.keys(values)
  const { rows } = await db.query<{ id: string }>(
    `insert into ${table} (${columns.join()}) values (${columns.map((_, index) => `$${index + 1}`).join()}) returning id`,
    Object.values(values),
  )
  return rows[0]!.id
}
