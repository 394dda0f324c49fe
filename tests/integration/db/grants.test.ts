import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { loadTables, operations } from '../../support/metadata.ts'
import { addGoal, addTask, addUser, columnOf, inboxOf } from '../../support/rows.ts'

let database: TestDatabase
let alice: string

beforeAll(async () => {
  database = await createTestDatabase()
  alice = await addUser(database.pool, 'alice')
})

afterAll(() => database.drop())

/** Runs statements with the rights of a role, and undoes them. */
async function withRole<T>(
  role: 'goals_graphql' | 'goals_server',
  run: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect()
  try {
    await client.query(`begin; set local role ${role}`)
    return await run(client)
  }
  finally {
    await client.query('rollback')
    client.release()
  }
}

const denied = { code: '42501' }

describe('goals_graphql', () => {
  test.each(loadTables())(
    'may do with $table.name what the metadata lets somebody do, and no more',
    async (table) => {
      const { rows } = await database.pool.query<{ operation: string }>(
        `
      select operation from unnest($2::text[]) operation where case operation
        when 'delete' then has_table_privilege('goals_graphql', $1, operation)
        else has_any_column_privilege('goals_graphql', $1, operation) end`,
        [table.table.name, operations],
      )
      expect(rows.map(({ operation }) => operation)).toEqual(
        operations.filter(operation => table[`${operation}_permissions`]?.length),
      )
    },
  )

  test.each([
    'private.sessions',
    'private.quotas',
    'private.quota_room',
    'private.unsealed_changes',
    'private.history_heads',
    'private.logout_tokens',
    'drizzle.__drizzle_migrations',
  ])('cannot read %s', async (table) => {
    await expect(
      withRole('goals_graphql', client => client.query(`select from ${table}`)),
    ).rejects.toMatchObject(denied)
    await expect(database.pool.query(`select from ${table}`)).resolves.toBeDefined()
  })

  test('cannot make anybody a member, a person, or an administrator', async () => {
    const goal = await addGoal(database.pool, null)
    await expect(
      withRole('goals_graphql', client =>
        client.query('insert into user_goals (goal_id, user_id, role) values ($1, $2, \'owner\')', [
          goal,
          alice,
        ]),
      ),
    ).rejects.toMatchObject(denied)
    await expect(
      withRole('goals_graphql', client => addUser(client, 'mallory')),
    ).rejects.toMatchObject(denied)
    await expect(
      withRole('goals_graphql', client => client.query('update users set role = \'org_admin\'')),
    ).rejects.toMatchObject(denied)
    await expect(
      withRole('goals_graphql', client => client.query('update users set is_active = false')),
    ).resolves.toBeDefined()
  })

  test('can change nothing of the structure', async () => {
    await expect(
      withRole('goals_graphql', client => client.query('create table mine ()')),
    ).rejects.toMatchObject(denied)
    await expect(
      withRole('goals_graphql', client => client.query('alter table goals disable trigger all')),
    ).rejects.toMatchObject(denied)
  })

  test('may execute every function that its writes call: in checks, and in triggers with its own rights', async () => {
    const { rows } = await database.pool.query<{ name: string, may: boolean }>(`
      with recursive called (id) as (
        select refobjid from pg_depend
        where classid in ('pg_constraint'::regclass, 'pg_trigger'::regclass) and refclassid = 'pg_proc'::regclass
        union
        select callee.oid
        from called join pg_proc caller on caller.oid = called.id join pg_proc callee
          on callee.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
            and caller.prosrc ~ concat('\\m', callee.proname, '\\s*\\(')
        where not caller.prosecdef
      )
      select proname as name, has_function_privilege('goals_graphql', oid, 'execute') as may
      from called join pg_proc on pg_proc.oid = called.id
      where prorettype <> 'trigger'::regtype and pronamespace in ('public'::regnamespace, 'private'::regnamespace)
    `)
    expect(rows.map(({ name }) => name)).toContain('may_edit_goal')
    expect(rows.filter(({ may }) => !may)).toEqual([])
  })

  test('has the triggers do their work, beyond its own rights', async () => {
    await withRole('goals_graphql', async (client) => {
      const goal = await addGoal(client, alice)
      const task = await addTask(client, goal)
      expect(
        (await client.query('select role from user_goals where goal_id = $1', [goal])).rows,
      ).toEqual([{ role: 'owner' }])
      await client.query('delete from goals where id = $1', [goal])
      expect(await columnOf(client, 'tasks', task, 'goal_id')).toBe(await inboxOf(client, alice))
    })
  })
})

describe('goals_server', () => {
  test('makes people, who come with an Inbox that it cannot read itself', async () => {
    const id = await withRole('goals_server', async (client) => {
      const user = await addUser(client, 'carol')
      await client.query('update users set last_login_at = now() where id = $1', [user])
      await client.query('set local role none')
      expect(await inboxOf(client, user)).toBeDefined()
      return user
    })
    expect(id).toBeDefined()
    for (const table of ['goals', 'tasks', 'user_goals', 'settings', 'deleted_goals']) {
      await expect(
        withRole('goals_server', client => client.query(`select from ${table}`)),
      ).rejects.toMatchObject(denied)
    }
  })

  test('keeps sessions', async () => {
    await withRole('goals_server', async (client) => {
      const id = Buffer.from(randomUUID())
      await client.query(
        `insert into private.sessions (id, user_id, sub, id_token, access_token, access_token_expires_at, expires_at)
        values ($1, $2, 'sub', 'id token', 'access token', now(), now())`,
        [id, alice],
      )
      await client.query('update private.sessions set last_seen_at = now() where id = $1', [id])
      expect(
        (await client.query('delete from private.sessions where id = $1', [id])).rowCount,
      ).toBe(1)
    })
  })

  test('reads which migrations were applied', async () => {
    await expect(
      withRole('goals_server', client => client.query('select from drizzle.__drizzle_migrations')),
    ).resolves.toMatchObject({ rowCount: expect.any(Number) as number })
  })
})
