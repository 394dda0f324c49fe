import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addUser } from '../../support/rows.ts'

let database: TestDatabase
let alice: string

beforeAll(async () => {
  database = await createTestDatabase()
  alice = await addUser(database.pool, 'alice')
})

afterAll(() => database.drop())

async function goalWith(progress: number): Promise<string> {
  const goal = await addGoal(database.pool, alice)
  await database.pool.query('update goals set progress = $2 where id = $1', [goal, progress])
  return goal
}

const set = (goal: string, change: string) =>
  database.pool.query(`update goals set ${change} where id = $1`, [goal])

async function shown(goal: string): Promise<unknown> {
  const {
    rows: [row],
  } = await database.pool.query<Record<string, unknown>>(
    'select status, progress, manual_progress from goals where id = $1',
    [goal],
  )
  return Object.values(row!)
}

test('is 100 while a goal is completed, and afterwards what it was', async () => {
  const goal = await goalWith(40)
  await set(goal, 'status = \'completed\'')
  expect(await shown(goal)).toEqual(['completed', 100, 40])
  await set(goal, 'status = \'active\'')
  expect(await shown(goal)).toEqual(['active', 40, 40])
})

test('is not lost to a client of the release before, which sends 100 with the step to completed', async () => {
  const goal = await goalWith(40)
  await set(goal, 'status = \'completed\', progress = 100')
  await set(goal, 'status = \'active\'')
  expect(await shown(goal)).toEqual(['active', 40, 40])
  await set(goal, 'status = \'completed\', progress = 100')
  await set(goal, 'status = \'on_hold\', progress = 40')
  expect(await shown(goal)).toEqual(['on_hold', 40, 40])
})

test('cannot be other than 100 of a completed goal', async () => {
  const goal = await goalWith(40)
  await set(goal, 'status = \'completed\', progress = 0')
  expect(await shown(goal)).toEqual(['completed', 100, 40])
  await expect(set(goal, 'progress = 70')).rejects.toMatchObject({
    constraint: 'goals_progress_completed',
    message: 'progress: reopen the goal to change its progress',
  })
  await set(goal, 'progress = 100')
  expect(await shown(goal)).toEqual(['completed', 100, 40])
})

test('is 100 of a goal that is added as completed, and what was said of it once it is reopened', async () => {
  const {
    rows: [row],
  } = await database.pool.query<{ id: string }>(
    'insert into goals (title, horizon, created_by, status, progress) values (\'Done\', \'weekly\', $1, \'completed\', 30) returning id',
    [alice],
  )
  expect(await shown(row!.id)).toEqual(['completed', 100, 30])
  await set(row!.id, 'status = \'active\'')
  expect(await shown(row!.id)).toEqual(['active', 30, 30])
})

test('is refused outside of 0 to 100, also where it is not shown', async () => {
  const goal = await goalWith(40)
  for (const value of [-1, 101])
    await expect(set(goal, `progress = ${value}`)).rejects.toMatchObject({
      constraint: 'goals_progress_range',
    })
  await expect(set(goal, 'progress = null')).rejects.toMatchObject({
    code: '23502',
    column: 'progress',
  })
  await expect(
    database.pool.query(
      'insert into goals (title, horizon, status, progress) values (\'Done\', \'weekly\', \'completed\', 101)',
    ),
  ).rejects.toMatchObject({ constraint: 'goals_progress_range' })
})
