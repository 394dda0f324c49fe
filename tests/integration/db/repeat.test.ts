import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addTask, addUser, asMember, columnOf } from '../../support/rows.ts'

let database: TestDatabase
let ada: string
let goal: string

beforeAll(async () => {
  database = await createTestDatabase()
  ada = await addUser(database.pool, 'ada')
})

afterAll(() => database.drop())

beforeEach(async () => {
  goal = await addGoal(database.pool, ada)
})

describe('the next day of', () => {
  test.each<[rule: object, base: string, next: string]>([
    [{ every: 1, unit: 'day' }, '2027-02-28', '2027-03-01'],
    [{ every: 1, unit: 'day' }, '2028-02-28', '2028-02-29'],
    [{ every: 10, unit: 'day' }, '2026-12-25', '2027-01-04'],
    [{ every: 1, unit: 'week' }, '2026-12-29', '2027-01-05'],
    [{ every: 2, unit: 'week' }, '2026-11-26', '2026-12-10'],
    [{ every: 1, unit: 'week', weekdays: [1, 3, 5] }, '2026-11-23', '2026-11-25'],
    [{ every: 1, unit: 'week', weekdays: [5, 1] }, '2026-11-27', '2026-11-30'],
    [{ every: 2, unit: 'week', weekdays: [1, 3] }, '2026-11-25', '2026-12-07'],
    [{ every: 2, unit: 'week', weekdays: [7] }, '2026-11-26', '2026-11-29'],
    [{ every: 3, unit: 'week', weekdays: [2] }, '2026-12-29', '2027-01-19'],
    [{ every: 1, unit: 'month' }, '2026-11-26', '2026-12-26'],
    [{ every: 1, unit: 'month' }, '2027-01-31', '2027-02-28'],
    [{ every: 1, unit: 'month' }, '2028-01-31', '2028-02-29'],
    [{ every: 3, unit: 'month' }, '2026-11-30', '2027-02-28'],
    [{ every: 1, unit: 'month', day: 31 }, '2027-02-28', '2027-03-31'],
    [{ every: 1, unit: 'month', day: 31 }, '2027-03-31', '2027-04-30'],
    [{ every: 1, unit: 'month', day: 15 }, '2026-11-10', '2026-11-15'],
    [{ every: 2, unit: 'month', day: 15 }, '2026-11-15', '2027-01-15'],
    [{ every: 1, unit: 'month', weekday: 5, nth: -1 }, '2026-11-27', '2026-12-25'],
    [{ every: 1, unit: 'month', weekday: 5, nth: -1 }, '2027-01-29', '2027-02-26'],
    [{ every: 1, unit: 'month', weekday: 1, nth: 1 }, '2027-01-04', '2027-02-01'],
    [{ every: 2, unit: 'month', weekday: 4, nth: 4 }, '2026-11-26', '2027-01-28'],
    [{ every: 1, unit: 'month', weekday: 7, nth: 1 }, '2026-11-26', '2026-12-06'],
    [{ every: 1, unit: 'year' }, '2026-11-26', '2027-11-26'],
    [{ every: 1, unit: 'year' }, '2028-02-29', '2029-02-28'],
    [{ every: 4, unit: 'year' }, '2028-02-29', '2032-02-29'],
    [{ every: 100, unit: 'year' }, '2000-02-29', '2100-02-28'],
  ])('%j after %s is %s', async (rule, base, next) => {
    const { rows } = await database.pool.query(
      'select next_due_date($1, $2::date)::text as next, (next_due_date($1, $2::date) > $2::date) as "isLater"',
      [rule, base],
    )
    expect(rows).toEqual([{ next, isLater: true }])
  })
})

interface Task {
  id: string
  parent_id: string | null
  title: string
  status: string
  due_date: string | null
  recurrence: object | null
}

/** The goal's tasks, oldest first. */
async function tasks(): Promise<Task[]> {
  const { rows } = await database.pool.query<Task>(
    `select id, parent_id, title, status, due_date::text, recurrence from tasks
      where goal_id = $1 order by created_at, title`,
    [goal],
  )
  return rows
}

const weekly = { every: 1, unit: 'week' }

const recurring = (recurrence: object, values: object = {}) =>
  addTask(database.pool, goal, {
    title: 'Review',
    due_date: '2026-11-26',
    created_by: ada,
    recurrence: JSON.stringify(recurrence),
    ...values,
  })

const set = (id: string, change: string) =>
  database.pool.query(`update tasks set ${change} where id = $1`, [id])

const complete = (id: string) => set(id, 'status = \'completed\'')

/** The task that came after `id`. */
async function nextOf(id: string): Promise<Task | undefined> {
  return (await tasks()).find(task => task.id !== id && task.parent_id === null)
}

describe('a recurring task that is completed', () => {
  test('stays, and the next one goes on with its rule', async () => {
    const task = await recurring(weekly, { notes: 'All of it', priority: 1, weight: 3, tags: '["home"]' })
    await complete(task)
    const next = await nextOf(task)
    expect(await tasks()).toMatchObject([
      { id: task, status: 'completed', due_date: '2026-11-26', recurrence: null },
      { status: 'pending', title: 'Review', due_date: '2026-12-03', recurrence: weekly },
    ])
    const { rows } = await database.pool.query(
      'select notes, priority, weight, tags, created_by, client_key, completed_at from tasks where id = $1',
      [next!.id],
    )
    expect(rows).toEqual([
      {
        notes: 'All of it',
        priority: 1,
        weight: 3,
        tags: ['home'],
        created_by: ada,
        client_key: null,
        completed_at: null,
      },
    ])
  })

  test('has its subtasks again, open and as far apart, but for those that were dropped', async () => {
    const task = await recurring(weekly)
    const add = (title: string, values: object) =>
      addTask(database.pool, goal, { title, parent_id: task, ...values })
    const agenda = await add('Agenda', { status: 'completed', due_date: '2026-11-25' })
    await add('Print', { parent_id: agenda, status: 'blocked' })
    await add('Fax', { status: 'cancelled' })
    await add('Mail', { deleted_at: new Date() })
    await complete(task)
    const next = (await nextOf(task))!
    const again = (await tasks()).filter(({ parent_id: parent }) => parent === next.id)
    expect(again).toMatchObject([
      { title: 'Agenda', status: 'pending', due_date: '2026-12-02', recurrence: null },
    ])
    expect((await tasks()).filter(({ parent_id: parent }) => parent === again[0]!.id)).toMatchObject([
      { title: 'Print', status: 'pending', due_date: null },
    ])
  })

  test('makes no second one when it is reopened and completed again', async () => {
    const task = await recurring(weekly)
    for (const status of ['completed', 'pending', 'completed', 'in_progress', 'completed'])
      await set(task, `status = '${status}'`)
    expect(await tasks()).toHaveLength(2)
  })

  test('makes one when two people complete it at once, and one for each in bulk', async () => {
    const task = await recurring(weekly)
    await Promise.all([complete(task), complete(task), complete(task)])
    expect(await tasks()).toHaveLength(2)
    await recurring(weekly)
    await database.pool.query('update tasks set status = \'completed\' where goal_id = $1', [goal])
    expect(await tasks()).toHaveLength(5)
  })

  test('goes by the day on which it was completed where the rule says so, or it was due on none', async () => {
    const completion = 'status = \'completed\', completed_at = \'2026-12-01T12:00:00Z\''
    const task = await recurring({ ...weekly, from: 'completion' })
    await set(task, completion)
    expect(await nextOf(task)).toMatchObject({ due_date: '2026-12-08' })
    const other = await recurring({ every: 1, unit: 'day' }, { due_date: null, title: 'Other' })
    await set(other, completion)
    expect((await tasks()).filter(({ title }) => title === 'Other')).toMatchObject([
      { due_date: null },
      { due_date: '2026-12-02' },
    ])
  })

  test('makes as many as the rule says, and none after its last day', async () => {
    const task = await recurring({ ...weekly, times: 2 })
    await complete(task)
    const second = (await nextOf(task))!
    expect(second.recurrence).toEqual({ ...weekly, times: 1 })
    await complete(second.id)
    const third = (await tasks()).find(({ status }) => status === 'pending')!
    expect(third).toMatchObject({ due_date: '2026-12-10', recurrence: null })
    await complete(third.id)
    expect(await tasks()).toHaveLength(3)

    goal = await addGoal(database.pool, ada)
    const last = await recurring({ ...weekly, until: '2026-12-02' })
    await complete(last)
    expect(await tasks()).toHaveLength(1)
  })

  test('comes back to the 31st after a shorter month', async () => {
    const task = await recurring({ every: 1, unit: 'month' }, { due_date: '2027-01-31' })
    await complete(task)
    const february = (await nextOf(task))!
    expect(february).toMatchObject({ due_date: '2027-02-28', recurrence: { every: 1, unit: 'month', day: 31 } })
    await complete(february.id)
    expect((await tasks()).at(-1)).toMatchObject({ due_date: '2027-03-31' })
  })

  test('makes none in the trash', async () => {
    const task = await recurring(weekly, { deleted_at: new Date() })
    await complete(task)
    expect(await tasks()).toHaveLength(1)
  })

  test('makes one for an editor with Hasura\'s rights', async () => {
    const task = await recurring(weekly)
    await addTask(database.pool, goal, { parent_id: task })
    await asMember(database.pool, ada, async (client) => {
      await client.query('set local role goals_graphql')
      await client.query('update tasks set status = \'completed\' where id = $1', [task])
    })
    expect(await tasks()).toHaveLength(4)
    expect(await columnOf(database.pool, 'tasks', task, 'status')).toBe('completed')
  })
})
