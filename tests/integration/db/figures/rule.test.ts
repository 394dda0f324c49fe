import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts'
import { addCheckIn, addGoal, addKeyResult, addTask, addUser } from '../../../support/rows.ts'

let database: TestDatabase
let ada: string
let goal: string

beforeAll(async () => {
  database = await createTestDatabase()
  ada = await addUser(database.pool, 'ada')
})

afterAll(() => database.drop())

beforeEach(async () => {
  goal = await addGoal(database.pool, ada, { manual_progress: 35 })
})

interface Figures {
  progress: number
  parts: number
  weight: number
}

async function figuresOf(id: string): Promise<Figures | undefined> {
  const { rows } = await database.pool.query<Figures>(
    'select progress::float8 as progress, parts, weight from goal_figures where goal_id = $1',
    [id],
  )
  return rows[0]
}

const progressOf = async (id: string) => (await figuresOf(id))?.progress

const set = (table: 'goals' | 'tasks' | 'key_results', id: string, change: string) =>
  database.pool.query(`update ${table} set ${change} where id = $1`, [id])

const add = {
  task: (values: object = {}) => addTask(database.pool, goal, { ...values }),
  done: (values: object = {}) => addTask(database.pool, goal, { status: 'completed', ...values }),
  result: (values: object = {}) => addKeyResult(database.pool, goal, { ...values }),
  child: (values: object = {}) => addGoal(database.pool, ada, { parent_id: goal, ...values }),
}

describe('a goal', () => {
  test('shows what a person said while it has no parts', async () => {
    expect(await figuresOf(goal)).toEqual({ progress: 35, parts: 0, weight: 0 })
  })

  test('shows the mean of tasks, key results and sub-goals by their weights', async () => {
    await add.done({ weight: 3 })
    await add.task({ weight: 1 })
    await add.result({ current_value: 5, weight: 2 })
    await add.child({ manual_progress: 10, weight: 1 })
    expect(await figuresOf(goal)).toEqual({ progress: 58.57, parts: 4, weight: 7 })
  })

  test('shows 100 once it is completed, and the mean again once it is reopened', async () => {
    await add.done()
    await add.task()
    await set('goals', goal, 'status = \'completed\'')
    expect(await progressOf(goal)).toBe(100)
    await set('goals', goal, 'status = \'active\'')
    expect(await progressOf(goal)).toBe(50)
  })

  test('shows what a person said where nothing weighs anything', async () => {
    await add.done({ weight: 0 })
    await add.child({ weight: 0, manual_progress: 80 })
    expect(await figuresOf(goal)).toEqual({ progress: 35, parts: 0, weight: 0 })
  })

  test('shows what a client of the release before says', async () => {
    await set('goals', goal, 'progress = 60')
    expect(await progressOf(goal)).toBe(60)
    expect(await progressOf(await addGoal(database.pool, ada, { progress: 20 }))).toBe(20)
  })
})

describe('a part', () => {
  test.each<[string, () => Promise<unknown>, number]>([
    ['a task', () => add.task(), 0],
    ['a completed task', () => add.done(), 100],
    ['a task in progress', () => add.task({ status: 'in_progress' }), 0],
    ['a number half of the way', () => add.result({ current_value: 5 }), 50],
    ['a number of which lower is better', () => add.result({ start_value: 80, current_value: 77, target_value: 70 }), 30],
    ['a number below zero', () => add.result({ start_value: -10, current_value: -5, target_value: 10 }), 25],
    ['a number before its start', () => add.result({ current_value: -5 }), 0],
    ['a number beyond its target', () => add.result({ current_value: 25 }), 100],
    ['a number that goes on for ever', () => add.result({ current_value: 2, target_value: 3 }), 66.67],
    ['a milestone', () => add.result({ kind: 'milestone' }), 0],
    ['a milestone that is done', () => add.result({ kind: 'milestone', is_done: true }), 100],
    ['a sub-goal', () => add.child({ manual_progress: 45 }), 45],
    ['a sub-goal that is completed', () => add.child({ manual_progress: 45, status: 'completed' }), 100],
    ['a sub-goal that is on hold', () => add.child({ manual_progress: 45, status: 'on_hold' }), 45],
    ['a sub-goal that is archived', () => add.child({ manual_progress: 45, archived_at: new Date() }), 45],
  ])('counts: %s', async (_what, part, progress) => {
    await part()
    expect(await figuresOf(goal)).toEqual({ progress, parts: 1, weight: 1 })
  })

  test.each<[string, () => Promise<unknown>]>([
    ['a cancelled task', () => add.task({ status: 'cancelled' })],
    ['a task in the trash', () => add.done({ deleted_at: new Date() })],
    ['a key result in the trash', () => add.result({ deleted_at: new Date() })],
    ['a cancelled sub-goal', () => add.child({ status: 'cancelled' })],
    ['a sub-goal in the trash', () => add.child({ deleted_at: new Date() })],
  ])('does not count: %s', async (_what, part) => {
    await part()
    expect(await figuresOf(goal)).toEqual({ progress: 35, parts: 0, weight: 0 })
  })

  test('is as far as its subtasks, until it is completed itself', async () => {
    const task = await add.task()
    await add.done({ parent_id: task, weight: 2 })
    const half = await add.task({ parent_id: task })
    await add.done({ parent_id: half })
    await add.task({ parent_id: half })
    expect(await figuresOf(goal)).toEqual({ progress: 83.33, parts: 1, weight: 1 })
    await set('tasks', task, 'status = \'completed\'')
    expect(await progressOf(goal)).toBe(100)
  })
})

describe('a figure follows', () => {
  test('through all levels, and where a goal moves', async () => {
    const child = await add.child()
    const below = await addGoal(database.pool, ada, { parent_id: child })
    const task = await addTask(database.pool, below)
    await set('tasks', task, 'status = \'completed\'')
    expect(await Promise.all([below, child, goal].map(progressOf))).toEqual([100, 100, 100])
    await set('goals', below, 'parent_id = null')
    expect([await progressOf(child), await progressOf(goal)]).toEqual([0, 0])
  })

  test('a check-in that says a value', async () => {
    const result = await add.result()
    await addCheckIn(database.pool, goal, { key_result_id: result, value: 4 })
    expect(await progressOf(goal)).toBe(40)
  })

  test('a task that goes to another goal, in both', async () => {
    const other = await addGoal(database.pool, ada)
    const task = await add.done()
    await set('tasks', task, `goal_id = '${other}'`)
    expect([await progressOf(goal), await progressOf(other)]).toEqual([35, 100])
  })

  test('a goal that is deleted for good, and goes with it', async () => {
    const child = await add.child({ manual_progress: 70 })
    await database.pool.query('delete from goals where id = $1', [child])
    expect([await figuresOf(child), await progressOf(goal)]).toEqual([undefined, 35])
    const { rowCount } = await database.pool.query('select from goal_progress where goal_id = $1', [child])
    expect(rowCount).toBe(0)
  })

  test('also where rows from before there were checks form a cycle', async () => {
    const child = await add.child()
    await add.done()
    await database.pool.query(`
      begin; set local session_replication_role = replica;
      update goals set parent_id = '${child}' where id = '${goal}'; commit`)
    await addTask(database.pool, child, { status: 'completed' })
    expect(await progressOf(child)).toBeGreaterThan(99.9)
  })
})

describe('the record of days', () => {
  test('has one row a day, with what was last', async () => {
    await add.done()
    await add.task()
    await database.pool.query('update goal_progress set day = day - 1 where goal_id = $1', [goal])
    await add.task()
    const { rows } = await database.pool.query(
      `select day - (now() at time zone 'UTC')::date as day, progress::float8 as progress from goal_progress
        where goal_id = $1 order by day`,
      [goal],
    )
    expect(rows).toEqual([
      { day: -1, progress: 50 },
      { day: 0, progress: 33.33 },
    ])
  })
})

test('the sum names each part, what it weighs, its share, and how far it is', async () => {
  await add.done({ title: 'Pack', weight: 1 })
  await add.result({ title: 'Run', weight: 3, current_value: 5 })
  await add.child({ title: 'Train', weight: 2, manual_progress: 20 })
  await add.task({ title: 'Rest', weight: 0 })
  const { rows } = await database.pool.query(
    `select kind, title, weight, share::float8 as share, progress::float8 as progress from goal_parts
      where goal_id = $1 order by title`,
    [goal],
  )
  expect(rows).toEqual([
    { kind: 'task', title: 'Pack', weight: 1, share: 16.67, progress: 100 },
    { kind: 'task', title: 'Rest', weight: 0, share: 0, progress: 0 },
    { kind: 'key_result', title: 'Run', weight: 3, share: 50, progress: 50 },
    { kind: 'goal', title: 'Train', weight: 2, share: 33.33, progress: 20 },
  ])
  expect(await progressOf(goal)).toBe(48.33)
})
