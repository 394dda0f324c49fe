import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import {
  addGoal,
  addTask,
  addUser,
  asMember,
  columnOf,
  inboxOf,
  share,
  type Queryable,
} from '../../support/rows.ts'

let database: TestDatabase
let alice: string
let bob: string

beforeAll(async () => {
  database = await createTestDatabase()
  alice = await addUser(database.pool, 'alice')
  bob = await addUser(database.pool, 'bob')
})

afterAll(() => database.drop())

const query = <Row extends object>(text: string, values: unknown[] = []) =>
  database.pool.query<Row>(text, values).then(({ rows }) => rows)

const refusal = (table: string, column: string, constraint: string) => ({
  code: '23514',
  schema: 'public',
  table,
  column,
  constraint,
})

describe('a new person', () => {
  test('has an Inbox of their own and a first category', async () => {
    const carol = await addUser(database.pool, 'carol')
    expect(
      await query(
        'select g.title, g.horizon, m.role from goals g join user_goals m on m.goal_id = g.id where m.user_id = $1 and g.is_inbox',
        [carol],
      ),
    ).toEqual([{ title: 'Inbox', horizon: 'yearly', role: 'owner' }])
    expect(await query('select name from categories where user_id = $1', [carol])).toEqual([
      { name: 'Uncategorized' },
    ])
  })

  test('has them once, also after twenty first sign-ins at once', async () => {
    const id = randomUUID()
    await Promise.all(
      Array.from({ length: 20 }, () =>
        query(
          'insert into users (id, username, name) values ($1, $2, $2) on conflict (id) do update set last_login_at = now()',
          [id, `user-${id}`],
        ),
      ),
    )
    expect(await query('select count(*)::int from goals where created_by = $1', [id])).toEqual([
      { count: 1 },
    ])
    expect(await query('select count(*)::int from categories where user_id = $1', [id])).toEqual([
      { count: 1 },
    ])
  })

  test('cannot have a second Inbox, or a user name that differs only in case', async () => {
    await expect(
      query(
        'insert into goals (title, horizon, is_inbox, created_by) values (\'Inbox\', \'yearly\', true, $1)',
        [alice],
      ),
    ).rejects.toMatchObject({ constraint: 'goals_inbox_key' })
    await expect(addUser(database.pool, 'ALICE')).rejects.toMatchObject({
      constraint: 'users_username_key',
    })
  })
})

describe('a new goal', () => {
  test('is owned by whoever made it, since then', async () => {
    const goal = await addGoal(database.pool, alice)
    expect(
      await query(
        'select m.user_id, m.role, m.created_at = g.created_at as same_time from user_goals m join goals g on g.id = m.goal_id where g.id = $1',
        [goal],
      ),
    ).toEqual([{ user_id: alice, role: 'owner', same_time: true }])
  })

  test('has no member when nobody made it', async () => {
    expect(
      await query('select from user_goals where goal_id = $1', [
        await addGoal(database.pool, null),
      ]),
    ).toEqual([])
  })

  test('cannot be made by somebody who does not exist', async () => {
    await expect(addGoal(database.pool, randomUUID())).rejects.toMatchObject({ code: '23503' })
  })
})

describe('the last owner of a goal', () => {
  const lastOwner = refusal('goal_grants', 'role', 'user_goals_last_owner')

  test('can neither leave nor be demoted', async () => {
    const goal = await addGoal(database.pool, alice)
    await share(database.pool, goal, bob, 'editor')
    await expect(
      query('delete from goal_grants where goal_id = $1 and user_id = $2', [goal, alice]),
    ).rejects.toMatchObject(lastOwner)
    await expect(
      query('update goal_grants set role = \'viewer\' where goal_id = $1 and user_id = $2', [
        goal,
        alice,
      ]),
    ).rejects.toMatchObject({
      ...lastOwner,
      message: 'role: make somebody else the owner of this goal first',
    })
  })

  test('can leave once there is another, and other members always', async () => {
    const goal = await addGoal(database.pool, alice)
    await share(database.pool, goal, bob, 'viewer')
    await query('update goal_grants set role = \'editor\' where goal_id = $1 and user_id = $2', [
      goal,
      bob,
    ])
    await query('update goal_grants set role = \'owner\' where goal_id = $1 and user_id = $2', [
      goal,
      bob,
    ])
    await query('delete from goal_grants where goal_id = $1 and user_id = $2', [goal, alice])
    expect(await query('select user_id from user_goals where goal_id = $1', [goal])).toEqual([
      { user_id: bob },
    ])
  })

  test('is the second of two who leave at the same moment', async () => {
    const goal = await addGoal(database.pool, alice)
    await share(database.pool, goal, bob, 'owner')
    const leave = (db: Queryable, person: string) =>
      db.query('delete from goal_grants where goal_id = $1 and user_id = $2', [goal, person])
    await expect(
      asMember(database.pool, alice, async (client) => {
        await leave(client, alice)
        await leave(database.pool, bob)
      }),
    ).rejects.toMatchObject(lastOwner)
    expect(await query('select user_id from user_goals where goal_id = $1', [goal])).toEqual([
      { user_id: alice },
    ])
  })

  test('goes with the goal, and with the person', async () => {
    const goal = await addGoal(database.pool, alice)
    await query('delete from goals where id = $1', [goal])
    expect(await query('select from user_goals where goal_id = $1', [goal])).toEqual([])
    const dora = await addUser(database.pool, 'dora')
    const shared = await addGoal(database.pool, dora)
    await share(database.pool, shared, bob, 'editor')
    await query('delete from users where id = $1', [dora])
    expect(await query('select user_id from user_goals where goal_id = $1', [shared])).toEqual([
      { user_id: bob },
    ])
  })
})

describe('updated_at', () => {
  test.each([
    ['users', 'name'],
    ['goals', 'title'],
    ['tasks', 'title'],
    ['categories', 'name'],
    ['settings', 'key'],
  ])('of %s moves with a change, and only with a change', async (table, column) => {
    const user = await addUser(database.pool, `toucher-of-${table}`)
    await addTask(database.pool, await inboxOf(database.pool, user))
    await query('insert into settings (user_id, key, value) values ($1, \'theme\', \'"dark"\')', [
      user,
    ])
    const times = async (statement: string) =>
      (await query<{ at: number }>(statement)).map(({ at }) => at).sort()
    const read = 'extract(epoch from updated_at)::float8 as at'
    const before = await times(`select ${read} from ${table}`)
    expect(await times(`update ${table} set ${column} = ${column} returning ${read}`)).toEqual(
      before,
    )
    const after = await times(`update ${table} set ${column} = ${column} || '!' returning ${read}`)
    expect(Math.min(...after)).toBeGreaterThan(Math.max(...before))
  })
})

describe('completed_at', () => {
  test.each(['goals', 'tasks'] as const)(
    'of %s is set exactly while the status is completed',
    async (table) => {
      const goal = await addGoal(database.pool, alice)
      const id = table === 'goals' ? goal : await addTask(database.pool, goal)
      const set = async (assignment: string) => {
        await query(`update ${table} set ${assignment} where id = $1`, [id])
        return await columnOf(database.pool, table, id, 'completed_at')
      }
      expect(await columnOf(database.pool, table, id, 'completed_at')).toBeNull()
      const completed = await set('status = \'completed\'')
      expect(completed).toBeInstanceOf(Date)
      expect(await set('title = \'Renamed\'')).toEqual(completed)
      expect(await set('status = \'completed\'')).toEqual(completed)
      expect(await set(`status = '${table === 'goals' ? 'active' : 'pending'}'`)).toBeNull()
      expect(await set('completed_at = now()')).toBeNull()
    },
  )

  test('of an imported row stays as given', async () => {
    const [row] = await query<{ completed_at: Date }>(
      'insert into goals (title, horizon, status, completed_at) values (\'Old\', \'yearly\', \'completed\', \'2020-02-29Z\') returning completed_at',
    )
    expect(row!.completed_at.toISOString()).toBe('2020-02-29T00:00:00.000Z')
  })
})

describe('the Inbox', () => {
  test.each([
    ['deleted_at', 'now()', 'goals_inbox_stays'],
    ['status', '\'completed\'', 'goals_inbox_active'],
    ['status', '\'cancelled\'', 'goals_inbox_active'],
  ])('refuses %s = %s', async (column, value, constraint) => {
    await expect(
      query(`update goals set ${column} = ${value} where id = $1`, [
        await inboxOf(database.pool, alice),
      ]),
    ).rejects.toMatchObject(refusal('goals', column, constraint))
  })

  test('refuses a parent and to be deleted', async () => {
    const inbox = await inboxOf(database.pool, alice)
    const goal = await addGoal(database.pool, alice)
    await expect(
      query('update goals set parent_id = $2 where id = $1', [inbox, goal]),
    ).rejects.toMatchObject(refusal('goals', 'parent_id', 'goals_inbox_apart'))
    await expect(query('delete from goals where id = $1', [inbox])).rejects.toMatchObject(
      refusal('goals', 'id', 'goals_inbox_stays'),
    )
  })

  test('can be renamed', async () => {
    const inbox = await inboxOf(database.pool, alice)
    await query('update goals set title = \'Later\' where id = $1', [inbox])
    expect(await columnOf(database.pool, 'goals', inbox, 'title')).toBe('Later')
  })
})

describe('a goal that is deleted for good', () => {
  test('leaves its tasks in the Inbox of its first owner, without the categories of others', async () => {
    const goal = await addGoal(database.pool, alice)
    await share(database.pool, goal, bob, 'owner')
    const categoryOf = async (user: string) =>
      (await query<{ id: string }>('select id from categories where user_id = $1', [user]))[0]!.id
    const own = await addTask(database.pool, goal, { category_id: await categoryOf(alice) })
    const foreign = await addTask(database.pool, goal, { category_id: await categoryOf(bob) })
    await query('delete from goals where id = $1', [goal])
    const inbox = await inboxOf(database.pool, alice)
    expect(await columnOf(database.pool, 'tasks', own, 'goal_id')).toBe(inbox)
    expect(await columnOf(database.pool, 'tasks', own, 'category_id')).toBe(await categoryOf(alice))
    expect(await columnOf(database.pool, 'tasks', foreign, 'goal_id')).toBe(inbox)
    expect(await columnOf(database.pool, 'tasks', foreign, 'category_id')).toBeNull()
  })

  test('takes its tasks along when nobody owns it, and frees its sub-goals', async () => {
    const goal = await addGoal(database.pool, null)
    const task = await addTask(database.pool, goal)
    const child = await addGoal(database.pool, alice, { parent_id: goal })
    await query('delete from goals where id = $1', [goal])
    expect(await columnOf(database.pool, 'tasks', task, 'id')).toBeUndefined()
    expect(await columnOf(database.pool, 'goals', child, 'parent_id')).toBeNull()
  })
})

describe('a person who is deleted', () => {
  test('takes along what nobody else could see, and leaves what was shared', async () => {
    const erin = await addUser(database.pool, 'erin')
    const own = await addGoal(database.pool, erin)
    const ownTask = await addTask(database.pool, own)
    const shared = await addGoal(database.pool, erin, { parent_id: own })
    await share(database.pool, shared, bob, 'viewer')
    const sharedTask = await addTask(database.pool, shared)
    const inbox = await inboxOf(database.pool, erin)
    await query('delete from users where id = $1', [erin])
    expect(await query('select from goals where id = any ($1)', [[own, inbox]])).toEqual([])
    expect(await columnOf(database.pool, 'tasks', ownTask, 'id')).toBeUndefined()
    expect(await query('select created_by, parent_id from goals where id = $1', [shared])).toEqual([
      { created_by: null, parent_id: null },
    ])
    expect(await columnOf(database.pool, 'tasks', sharedTask, 'goal_id')).toBe(shared)
    expect(await query('select from categories where user_id = $1', [erin])).toEqual([])
  })
})
