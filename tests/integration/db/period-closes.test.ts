import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addUser, asMember, inboxOf, share } from '../../support/rows.ts'

let database: TestDatabase
let ada: string
let count = 0

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

beforeEach(async () => {
  ada = await addUser(database.pool, `ada ${count++}`)
})

const planned = (targetDate: string, values: object = {}) =>
  addGoal(database.pool, ada, { horizon: 'weekly', target_date: targetDate, ...values })

interface Close {
  id: string
  starts_on: string
  ends_on: string
}

/** Closes a period as Hasura does for the person. */
const close = (horizon: string, day: string, person = ada) =>
  asMember(database.pool, person, async (client) => {
    await client.query('set local role goals_graphql')
    const { rows } = await client.query<Close>(
      `insert into period_closes (user_id, horizon, starts_on) values ($1, $2, $3)
        returning id, starts_on::text, ends_on::text`,
      [person, horizon, day],
    )
    return rows[0]!
  })

async function dayOf(goal: string): Promise<string> {
  const { rows } = await database.pool.query<{ day: string }>(
    'select target_date::text as day from goals where id = $1',
    [goal],
  )
  return rows[0]!.day
}

async function recordOf(id: string): Promise<object[]> {
  const { rows } = await database.pool.query<object>(
    `select title, status, progress::int, target_date::text, is_carried from closed_goals
      where close_id = $1 order by title`,
    [id],
  )
  return rows
}

describe('the period of', () => {
  test.each([
    ['weekly', '2026-12-31', '2026-12-28', '2027-01-03', '2027-01-10'],
    ['weekly', '2026-11-23', '2026-11-23', '2026-11-29', '2026-12-06'],
    ['monthly', '2027-01-31', '2027-01-01', '2027-01-31', '2027-02-28'],
    ['monthly', '2028-01-15', '2028-01-01', '2028-01-31', '2028-02-29'],
    ['quarterly', '2026-11-26', '2026-10-01', '2026-12-31', '2027-03-31'],
    ['yearly', '2026-11-26', '2026-01-01', '2026-12-31', '2027-12-31'],
  ])('%s goals on %s ends on its last day, and they move to that of the next', async (horizon, day, first, last, next) => {
    const goal = await planned(day, { horizon })
    expect(await close(horizon, day)).toMatchObject({ starts_on: first, ends_on: last })
    expect(await dayOf(goal)).toBe(next)
  })
})

describe('closing a period', () => {
  test('keeps how its goals were, and moves on what is open', async () => {
    const week = '2026-11-26'
    await planned(week, { title: 'Active', manual_progress: 30 })
    await planned('2026-11-29', { title: 'On hold', status: 'on_hold' })
    const done = await planned('2026-11-23', { title: 'Done', status: 'completed' })
    await planned(week, { title: 'Dropped', status: 'cancelled' })
    const { id } = await close('weekly', week)
    expect(await recordOf(id)).toEqual([
      { title: 'Active', status: 'active', progress: 30, target_date: week, is_carried: true },
      { title: 'Done', status: 'completed', progress: 100, target_date: '2026-11-23', is_carried: false },
      { title: 'Dropped', status: 'cancelled', progress: 0, target_date: week, is_carried: false },
      { title: 'On hold', status: 'on_hold', progress: 0, target_date: '2026-11-29', is_carried: true },
    ])
    expect(await dayOf(done)).toBe('2026-11-23')
  })

  test('leaves other periods and horizons, the trash, the archive, and goals of others alone', async () => {
    const week = '2026-11-26'
    const ben = await addUser(database.pool, `ben ${count++}`)
    const shared = await addGoal(database.pool, ben, { horizon: 'weekly', target_date: week })
    await share(database.pool, shared, ada, 'editor')
    const others = await Promise.all([
      planned('2026-11-30'),
      planned('2026-11-22'),
      planned(week, { horizon: 'monthly' }),
      planned(week, { deleted_at: new Date() }),
      planned(week, { archived_at: new Date() }),
    ])
    await database.pool.query('update goals set target_date = $2 where id = $1', [
      await inboxOf(database.pool, ada),
      week,
    ])
    const before = await Promise.all([...others, shared].map(dayOf))
    expect(await recordOf((await close('weekly', week)).id)).toEqual([])
    expect(await Promise.all([...others, shared].map(dayOf))).toEqual(before)
  })

  test('twice at once moves everything by one period', async () => {
    const goals = await Promise.all(Array.from({ length: 20 }, () => planned('2026-11-26')))
    const closes = await Promise.all([close('weekly', '2026-11-26'), close('weekly', '2026-11-26')])
    expect(await Promise.all(goals.map(dayOf))).toEqual(goals.map(() => '2026-12-06'))
    const records = await Promise.all(closes.map(({ id }) => recordOf(id)))
    expect(records.map(({ length }) => length).sort()).toEqual([0, 20])
  })

  test('keeps the record of a goal that is deleted for good', async () => {
    const goal = await planned('2026-11-26', { title: 'Gone' })
    const { id } = await close('weekly', '2026-11-26')
    await database.pool.query('delete from goals where id = $1', [goal])
    expect(await recordOf(id)).toMatchObject([{ title: 'Gone' }])
  })

  test('is refused where no period comes after', async () => {
    await expect(close('yearly', '9999-01-01')).rejects.toMatchObject({
      message: 'starts_on: choose a day with a period after it',
    })
  })
})
