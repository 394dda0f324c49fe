import { afterAll, beforeAll, expect, test } from 'vitest'
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
  app = await startAppServer(env)
  goal = await made('goals', { title: 'A goal', horizon: 'yearly' })
})
afterAll(async () => {
  await app.stop()
  await engine.stop()
  await env.stop()
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

test('a list of goals says in one query how each is doing', async () => {
  const ids = [await made('goals', { title: 'Checked', horizon: 'weekly' }), await made('goals', { title: 'Unchecked', horizon: 'weekly' })]
  for (const said of [{ health: 'on_track' }, { health: 'at_risk' }, { note: 'Only a note' }])
    await made('check_ins', { goal_id: ids[0], ...said })
  expect(await ask(
    `query ($ids: [uuid!]!) { goals(where: {id: {_in: $ids}}, order_by: [{title: asc}]) {
      title check_ins(where: {health: {_is_null: false}}, order_by: [{created_at: desc}], limit: 1) { health } } }`,
    { ids },
  )).toEqual({
    data: { goals: [{ title: 'Checked', check_ins: [{ health: 'at_risk' }] }, { title: 'Unchecked', check_ins: [] }] },
  })
})
