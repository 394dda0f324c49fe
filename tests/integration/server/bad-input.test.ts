import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { startServerEngine } from '../../support/server-engine.ts'
import { startTestEnvironment, type TestEnvironment } from '../../support/test-environment.ts'
import { tokenFor } from '../../support/tokens.ts'

let env: TestEnvironment
let app: AppServer
let engine: { stop: () => Promise<void> }

beforeAll(async () => {
  env = await startTestEnvironment()
  engine = await startServerEngine(env)
  app = await startAppServer(env)
})
afterAll(async () => {
  await app.stop()
  await engine.stop()
  await env.stop()
})

interface Answer {
  data?: Record<string, { id: string } | null>
  errors?: { message: string, extensions: { code: string, field?: string } }[]
}

async function ask(username: string, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${app.url}/v1/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'authorization': `Bearer ${await tokenFor(env.provider, username)}`,
    },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as Answer
}
const insertGoal = (username: string, goal: object) =>
  ask(
    username,
    'mutation ($goal: goals_insert_input!) { insert_goals_one(object: $goal) { id } }',
    { goal: { title: 'A goal', horizon: 'yearly', ...goal } },
  )
const insertTask = (username: string, task: object) =>
  ask(
    username,
    'mutation ($task: tasks_insert_input!) { insert_tasks_one(object: $task) { id } }',
    { task: { title: 'A task', ...task } },
  )
const idOf = (answer: Answer) => Object.values(answer.data ?? {})[0]!.id
const nobody = '11111111-1111-4111-8111-111111111111'
const counts = async () =>
  (
    await env.database.pool.query(
      'select (select count(*) from goals) as goals, (select count(*) from tasks) as tasks',
    )
  ).rows[0]

describe('bad input is an error on its field, and nothing is written', () => {
  test.each([
    ['an empty title', { title: '' }, 'title', 'Title must be 1 to 500 characters.'],
    ['a title of spaces', { title: ' \n ' }, 'title', 'Title must be 1 to 500 characters.'],
    [
      'a title of 501 characters',
      { title: 'x'.repeat(501) },
      'title',
      'Title must be 1 to 500 characters.',
    ],
    [
      '1 MB of text',
      { description: 'x'.repeat(1_000_000) },
      'description',
      'Description must be at most 20,000 characters.',
    ],
    [
      'an unknown status',
      { status: 'done' },
      'status',
      'Status must be one of active, completed, on_hold, cancelled.',
    ],
    [
      'a date that does not exist',
      { target_date: '2026-02-30' },
      'target_date',
      'Target date must be a day that exists, such as 2026-12-31.',
    ],
    ['progress over 100', { manual_progress: 101 }, 'manual_progress', 'Progress must be 0 to 100.'],
    [
      'a parent that does not exist',
      { parent_id: nobody },
      'parent_id',
      'Choose one of the goals that you can edit.',
    ],
    ['a parent that is no id', { parent_id: 'x' }, 'parent_id', 'Parent must be an id.'],
  ])('%s', async (_name, change, field, message) => {
    await insertGoal('bob', {})
    const before = await counts()
    const { errors } = await insertGoal('bob', change)
    expect(errors).toEqual([
      { message, extensions: { code: expect.any(String), path: expect.any(String), field } },
    ])
    expect(await counts()).toEqual(before)
  })

  test('a goal as its own parent, or below its own child', async () => {
    const top = idOf(await insertGoal('bob', {}))
    const child = idOf(await insertGoal('bob', { parent_id: top }))
    const move = (id: string, parent: string) =>
      ask(
        'bob',
        'mutation ($id: uuid!, $parent: uuid!) { update_goals_by_pk(pk_columns: {id: $id}, _set: {parent_id: $parent}) { id } }',
        { id, parent },
      )
    expect((await move(top, top)).errors).toMatchObject([
      {
        message: 'Choose a goal that is not this goal itself.',
        extensions: { field: 'parent_id' },
      },
    ])
    expect((await move(top, child)).errors).toMatchObject([
      { message: 'Choose a goal that is not below this goal.', extensions: { field: 'parent_id' } },
    ])
  })
})

describe('somebody else\'s row cannot be told from one that does not exist', () => {
  test('as a parent, as a task\'s goal, by id', async () => {
    const foreign = idOf(await insertGoal('alice', {}))
    for (const insert of [
      (id: string) => insertGoal('bob', { parent_id: id }),
      (id: string) => insertTask('bob', { goal_id: id }),
    ]) {
      const answer = await insert(foreign)
      expect(answer.errors).toHaveLength(1)
      expect(answer).toEqual(await insert(nobody))
    }
    const read = (id: string) =>
      ask('bob', 'query ($id: uuid!) { goals_by_pk(id: $id) { id } }', { id })
    expect(await read(foreign)).toEqual(await read(nobody))
    const change = (id: string) =>
      ask(
        'bob',
        'mutation ($id: uuid!) { update_goals_by_pk(pk_columns: {id: $id}, _set: {title: "x"}) { id } }',
        { id },
      )
    expect(await change(foreign)).toEqual(await change(nobody))
  })

  test('as a task\'s category', async () => {
    await insertGoal('alice', {})
    const goal = idOf(await insertGoal('bob', {}))
    const { rows } = await env.database.pool.query(
      'select categories.id from categories join users on users.id = user_id where username = \'alice\'',
    )
    const answer = await insertTask('bob', { goal_id: goal, category_id: rows[0].id })
    expect(answer.errors).toHaveLength(1)
    expect(answer).toEqual(await insertTask('bob', { goal_id: goal, category_id: nobody }))
  })
})

test('an own duplicate says so', async () => {
  const insert = () =>
    ask('bob', 'mutation { insert_categories_one(object: {name: "Home"}) { id } }')
  expect((await insert()).errors).toBeUndefined()
  expect((await insert()).errors).toMatchObject([
    { message: 'You already have a category with this name.', extensions: { field: 'name' } },
  ])
})
