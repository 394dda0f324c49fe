import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, type Database } from '../../../db/client.ts'
import { seed } from '../../../db/seed/index.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const people = ['alice', 'bob', 'vera', 'dan', 'nobody-special'].map(username => ({
  id: randomUUID(),
  username,
  name: username,
  email: `${username}@example.test`,
  isActive: username !== 'dan',
}))

let database: TestDatabase
let connected: Database

beforeAll(async () => {
  database = await createTestDatabase()
  connected = connect(database.url)
})

afterAll(async () => {
  await connected.$client.end()
  await database.drop()
})

const everything = async () => {
  const tables = ['users', 'goals', 'user_goals', 'tasks', 'categories']
  const contents = tables.map(
    async table =>
      [
        table,
        (await database.pool.query<object>(`select * from ${table} order by 1, 2`)).rows,
      ] as const,
  )
  return Object.fromEntries(await Promise.all(contents))
}

describe('the sample data', () => {
  test('is the same after the second time, also when what was made has changed', async () => {
    await seed(connected, people)
    await database.pool.query(
      'update goals set title = \'Mine now\' where title = \'Read twelve books\'',
    )
    const before = await everything()
    await seed(connected, people)
    expect(await everything()).toEqual(before)
    expect(before.users).toHaveLength(people.length)
  })

  test('has a tree of all four horizons, tasks, a shared goal and a deactivated person', async () => {
    const { rows } = await database.pool.query<Record<string, number>>(`
      select max(cardinality(goal_path(id)))::int as depth, count(distinct horizon)::int as horizons from goals`)
    expect(rows).toEqual([{ depth: 4, horizons: 4 }])
    const shared = await database.pool.query(
      'select g.title from user_goals m join users u on u.id = m.user_id join goals g on g.id = m.goal_id where u.username = \'vera\' and m.role = \'viewer\'',
    )
    expect(shared.rowCount).toBe(2)
    expect(
      (await database.pool.query('select username from users where not is_active')).rows,
    ).toEqual([{ username: 'dan' }])
  })
})
