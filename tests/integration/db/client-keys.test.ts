import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addUser, inboxOf, share } from '../../support/rows.ts'

let database: TestDatabase
let alice: string
let bob: string

beforeAll(async () => {
  database = await createTestDatabase()
  alice = await addUser(database.pool, 'alice')
  bob = await addUser(database.pool, 'bob')
})

afterAll(() => database.drop())

const creates = {
  goals: {
    text: 'insert into goals (created_by, horizon, title, client_key) values ($1, \'weekly\', \'New\', $2)',
    constraint: 'goals_created_by_client_key_key',
  },
  tasks: {
    text: 'insert into tasks (created_by, goal_id, title, client_key) values ($1, (select id from goals where created_by = $1 and is_inbox), \'New\', $2)',
    constraint: 'tasks_created_by_client_key_key',
  },
  categories: {
    text: 'insert into categories (user_id, name, client_key) values ($1, gen_random_uuid(), $2)',
    constraint: 'categories_user_id_client_key_key',
  },
}

describe.each(Object.entries(creates))('a create in %s', (table, { text, constraint }) => {
  const create = (person: string, key: string | null, conflict = '') =>
    database.pool.query<{ id: string }>(`${text} ${conflict} returning id`, [person, key])

  test('that is sent twice makes one row, found by its key', async () => {
    const key = randomUUID()
    const {
      rows: [made],
    } = await create(alice, key)
    await expect(create(alice, key)).rejects.toMatchObject({ code: '23505', constraint })
    expect(
      (await create(alice, key, `on conflict on constraint ${constraint} do nothing`)).rows,
    ).toEqual([])
    expect(
      (await database.pool.query(`select id from ${table} where client_key = $1`, [key])).rows,
    ).toEqual([made])
  })

  test('makes one row of many at the same moment', async () => {
    const key = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        create(alice, key, `on conflict on constraint ${constraint} do nothing`),
      ),
    )
    expect(answers.flatMap(({ rows }) => rows)).toHaveLength(1)
  })

  test('takes a key that somebody else has used as if it were unused, and none at all', async () => {
    const key = randomUUID()
    await create(alice, key)
    await create(bob, key)
    await create(alice, null)
    await create(alice, null)
  })
})

test('is known again after the goal went to the trash, below another goal, or to others', async () => {
  const key = randomUUID()
  const {
    rows: [goal],
  } = await database.pool.query<{ id: string }>(`${creates.goals.text} returning id`, [alice, key])
  await share(database.pool, goal!.id, bob, 'owner')
  await database.pool.query('update goals set parent_id = $2 where id = $1', [
    goal!.id,
    await addGoal(database.pool, alice),
  ])
  await database.pool.query('update goals set deleted_at = now() where id = $1', [goal!.id])
  await expect(database.pool.query(creates.goals.text, [alice, key])).rejects.toMatchObject({
    code: '23505',
  })
  expect(
    (await database.pool.query('select id from deleted_goals where client_key = $1', [key])).rows,
  ).toEqual([goal])
  expect(await inboxOf(database.pool, alice)).not.toBe(goal!.id)
})
