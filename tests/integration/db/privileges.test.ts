import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { privilegeRules } from '../../isolation/lint/privileges.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addUser } from '../../support/rows.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(
    'create role attack_graphql login; create role attack_server login; grant goals_graphql to attack_graphql; grant goals_server to attack_server',
  )
})

afterAll(async () => {
  await database.pool.query('drop role attack_graphql; drop role attack_server')
  await database.drop()
})

async function asLogin<T>(login: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await database.pool.connect()
  try {
    await client.query(`set session authorization ${login}`)
    return await work(client)
  }
  finally {
    await client.query('reset session authorization')
    client.release()
  }
}

const denied = { code: '42501' }

describe.each(['attack_graphql', 'attack_server'])('SQL of their own, as %s,', (login) => {
  test('makes nobody an owner by a trigger on a table of one\'s own', async () => {
    const [alice, mallory] = [
      await addUser(database.pool, `alice-${login}`),
      await addUser(database.pool, `mallory-${login}`),
    ]
    const goal = await addGoal(database.pool, alice)
    const attack = `create temporary table bait (id uuid, created_by uuid, created_at timestamptz);
      create trigger bait after insert on bait for each row execute function public.add_goal_owner();
      insert into bait values ('${goal}', '${mallory}', now())`
    await expect(asLogin(login, client => client.query(attack))).rejects.toMatchObject(denied)
    await database.pool.query(
      `grant temporary on database ${new URL(database.url).pathname.slice(1)} to ${login}`,
    )
    await expect(asLogin(login, client => client.query(attack))).rejects.toMatchObject(denied)
    expect(
      (await database.pool.query('select from user_goals where goal_id = $1', [goal])).rowCount,
    ).toBe(1)
    await database.pool.query(
      `revoke temporary on database ${new URL(database.url).pathname.slice(1)} from ${login}`,
    )
  })

  test('executes no function that runs with its owner\'s rights', async () => {
    const { rows } = await database.pool.query<{ name: string, may: boolean }>(
      `
      select oid::regprocedure::text as name, has_function_privilege($1, oid, 'execute') as may
      from pg_proc where prosecdef and pronamespace = 'public'::regnamespace`,
      [login],
    )
    expect(rows.length).toBeGreaterThan(2)
    expect(rows.filter(({ may }) => may)).toEqual([])
  })
})

describe('a rule of privileges that is broken is noticed:', () => {
  test.each([
    [
      0,
      'grant execute on function provision_user() to public',
      'revoke execute on function provision_user() from public',
    ],
    [
      0,
      'alter default privileges grant execute on functions to public',
      'alter default privileges revoke execute on functions from public',
    ],
    [
      1,
      'alter function refuse set search_path = public',
      'alter function refuse set search_path = pg_catalog, public, pg_temp',
    ],
    [2, 'grant create on schema public to public', 'revoke create on schema public from public'],
    [
      2,
      'do $$begin execute format(\'grant temporary on database %I to public\', current_database()); end$$',
      'do $$begin execute format(\'revoke temporary on database %I from public\', current_database()); end$$',
    ],
    [
      3,
      'do $$begin execute format(\'alter database %I set statement_timeout = 0\', current_database()); end$$',
      'do $$begin execute format(\'alter database %I set statement_timeout = %L\', current_database(), \'5s\'); end$$',
    ],
  ])('%s %s', async (rule, breaking, mending) => {
    const findings = () => privilegeRules[rule]!.findings(database)
    expect(await findings()).toEqual([])
    await database.pool.query(breaking)
    expect(await findings()).not.toEqual([])
    await database.pool.query(mending)
    expect(await findings()).toEqual([])
  })
})
