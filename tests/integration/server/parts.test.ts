import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { startServerEngine } from '../../support/server-engine.ts'
import { startTestEnvironment, type TestEnvironment } from '../../support/test-environment.ts'
import { tokenFor } from '../../support/tokens.ts'

let env: TestEnvironment
let app: AppServer
let engine: { stop: () => Promise<void> }
let goal: string

interface Answer {
  data?: Record<string, { id: string, [column: string]: unknown } | null>
  errors?: { message: string, extensions: { code: string, field?: string } }[]
}

async function ask(query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${app.url}/v1/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'authorization': `Bearer ${await tokenFor(env.provider, 'alice')}`,
    },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as Answer
}

const insert = (table: string, object: object) =>
  ask(
    `mutation ($object: ${table}_insert_input!) { insert_${table}_one(object: $object) { id } }`,
    { object },
  )
async function made(table: string, object: object): Promise<string> {
  const { data, errors } = await insert(table, object)
  expect(errors).toBeUndefined()
  return data![`insert_${table}_one`]!.id
}

beforeAll(async () => {
  env = await startTestEnvironment()
  engine = await startServerEngine(env)
  app = await startAppServer(env.port)
  goal = await made('goals', { title: 'A goal', horizon: 'yearly' })
})
afterAll(async () => {
  await app.stop()
  await engine.stop()
  await env.stop()
})

describe('bad input is an error on its field', () => {
  test.each([
    ['goals', { weight: -1 }, 'weight', 'Weight must be 0 to 1,000.'],
    ['goals', { metrics: { text: 'x'.repeat(30_000) } }, 'metrics', 'Metrics must be at most 16,384 bytes of JSON.'],
    ['goals', { metrics: [] }, 'metrics', 'Metrics must be an object.'],
    ['tasks', { tags: Array.from({ length: 21 }, (_, n) => `${n}`) }, 'tags', 'Keep at most 20 tags.'],
    ['tasks', { tags: ['x'.repeat(51)] }, 'tags', 'Give each tag 1 to 50 characters.'],
    ['tasks', { weight: -1 }, 'weight', 'Weight must be 0 to 1,000.'],
    ['tasks', { estimated_hours: -1 }, 'estimated_hours', 'Estimated hours must be 0 to 100,000 with at most 2 decimals.'],
    ['tasks', { actual_hours: 'NaN' }, 'actual_hours', 'Actual hours must be a number from -1000000000000000000 to 1000000000000000000.'],
    ['tasks', { recurrence: { every: 0, unit: 'day' } }, 'recurrence', 'Set "every" to a whole number from 1 to 36500.'],
    ['tasks', { parent_id: '11111111-1111-4111-8111-111111111111' }, 'parent_id', 'Choose a task of the same goal, one that you can edit.'],
    ['key_results', { target_value: 3, start_value: 3 }, 'target_value', 'Choose a target that differs from the start.'],
    ['key_results', { kind: 'milestone', current_value: 3 }, 'current_value', 'Leave it out, a milestone has no numbers.'],
    ['key_results', { kind: 'figure' }, 'kind', 'Kind must be one of number, milestone.'],
    ['check_ins', { health: 'fine' }, 'health', 'Health must be one of on_track, at_risk, off_track.'],
    ['check_ins', {}, 'note', 'Write a note, choose a health, or give a key result a value.'],
  ])('%s: %j', async (table, object, field, message) => {
    const title = table === 'check_ins' ? {} : { title: 'New' }
    const place = table === 'goals' ? { horizon: 'weekly' } : { goal_id: goal }
    const { data, errors } = await insert(table, { ...title, ...place, ...object })
    expect(data ?? null).toBeNull()
    expect(errors).toMatchObject([{ message, extensions: { field } }])
  })
})

test('metrics are added to and taken from one by one', async () => {
  const id = await made('goals', { title: 'Measured', horizon: 'weekly', metrics: { a: 1 } })
  const change = async (field: string) =>
    (await ask(
      `mutation ($id: uuid!) { update_goals_by_pk(pk_columns: {id: $id}, ${field}) { id metrics } }`,
      { id },
    )).data!.update_goals_by_pk!.metrics
  expect(await change('_append: {metrics: {b: 2}}')).toEqual({ a: 1, b: 2 })
  expect(await change('_delete_key: {metrics: "a"}')).toEqual({ b: 2 })
})

test('tasks are found by a tag', async () => {
  await made('tasks', { title: 'Tagged', goal_id: goal, tags: [' urgent ', 'home'] })
  expect(
    await ask('{ tasks(where: {tags: {_contains: ["urgent"]}}) { title tags } }'),
  ).toEqual({ data: { tasks: [{ title: 'Tagged', tags: ['urgent', 'home'] }] } })
})

test('a task comes with its subtasks in one insert, and says in one query what it waits for', async () => {
  const awaited = await made('tasks', { title: 'First', goal_id: goal })
  const waiting = await made('tasks', {
    title: 'Then',
    goal_id: goal,
    subtasks: { data: [{ title: 'A part' }] },
    dependencies: { data: [{ depends_on_id: awaited }] },
  })
  const open = `query ($id: uuid!) { tasks_by_pk(id: $id) { subtasks { title parent { title } }
    dependencies(where: {depends_on: {status: {_neq: "completed"}}}) { depends_on { title } } } }`
  expect(await ask(open, { id: waiting })).toEqual({
    data: {
      tasks_by_pk: {
        subtasks: [{ title: 'A part', parent: { title: 'Then' } }],
        dependencies: [{ depends_on: { title: 'First' } }],
      },
    },
  })
  await ask('mutation ($id: uuid!) { update_tasks_by_pk(pk_columns: {id: $id}, _set: {status: "completed"}) { id } }', { id: awaited })
  expect(await ask(open, { id: waiting })).toMatchObject({ data: { tasks_by_pk: { dependencies: [] } } })
})
