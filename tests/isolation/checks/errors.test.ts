// Check 37: an error tells what is wrong with the request and nothing of how the inside is built.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getIntrospectionQuery } from 'graphql'
import {
  internalsIn,
  readInternals,
  type Internals,
  type PublicError,
} from '../support/internals.ts'
import { absent, hidden, own, person } from '../support/pairs.ts'
import { startStack, type Stack } from '../support/stack.ts'
import { credentialsOf, openTransports, type Transport } from '../support/target.ts'

let stack: Stack
let transports: ReturnType<typeof openTransports>
let internals: Internals
let ownSchema: string

beforeAll(async () => {
  stack = await startStack()
  transports = openTransports(stack.gateway)
  internals = await readInternals(stack.pool, [
    stack.engine.endpoint,
    stack.surroundings.database.url,
  ])
  ownSchema = JSON.stringify(
    await transports.send('http', person('bob'), getIntrospectionQuery({ descriptions: false })),
  )
})
afterAll(async () => {
  await transports.close()
  await stack.close()
})

const insert = (table: string, object: string, more = '') =>
  `mutation { insert_${table}_one(object: {${object}}${more}) { __typename } }`
const update = (set: string) =>
  `mutation { update_goals_by_pk(pk_columns: {id: "${own.goal}"}, _set: {${set}}) { id } }`
const goal = 'title: "x", horizon: "weekly"'

/** A document for every kind of error that a member can cause. */
const mistakes: Readonly<Record<string, string>> = {
  'no GraphQL': '{ goals {',
  'an unknown field': '{ goals { secret } }',
  'an unknown root field': '{ secrets { id } }',
  'a mutation that is not there': 'mutation { insert_users_one(object: {}) { id } }',
  'a column that is not there': insert('goals', `${goal}, created_by: "${hidden.user}"`),
  'an unknown constraint': insert(
    'categories',
    'name: "x"',
    ', on_conflict: {constraint: goals_inbox_key, update_columns: []}',
  ),
  'an upsert on an index that is no constraint': insert(
    'goals',
    goal,
    ', on_conflict: {constraint: goals_inbox_key, update_columns: []}',
  ),
  'a check constraint': insert('goals', 'title: "", horizon: "weekly"'),
  'a unique key': insert('categories', 'name: "Health"'),
  'another unique key': insert('settings', 'key: "theme", value: 1'),
  'a column that is required': insert('tasks', `goal_id: "${own.goal}"`),
  'a null where there must be a value': update('title: null'),
  'a foreign key': insert('tasks', `title: "x", goal_id: "${own.goal}", category_id: "${absent}"`),
  'a permission': insert('tasks', `title: "x", goal_id: "${hidden.goal}"`),
  'a permission after a change': `mutation { update_tasks_by_pk(pk_columns: {id: "${own.task}"}, _set: {goal_id: "${hidden.goal}"}) { id } }`,
  'a trigger about the parent': insert('goals', `${goal}, parent_id: "${hidden.goal}"`),
  'a trigger about a circle': update(`parent_id: "${own.goal}"`),
  'a value that is no date': update('target_date: "2026-02-30"'),
  'a value that is no member of an enum': update('status: "done"'),
  'a value that is no id': '{ goals_by_pk(id: "x") { id } }',
  'a number that is too large': update('progress: 99999'),
  'a sum that is too large': `mutation { update_goals_by_pk(pk_columns: {id: "${own.goal}"}, _inc: {progress: 32767}) { id } }`,
  'a text that PostgreSQL cannot store': update('title: "\\u0000"'),
  'a bad regular expression': '{ goals(where: {title: {_regex: "("}}) { id } }',
  'a limit that is none': '{ goals(limit: -1) { id } }',
  'a wrong cursor':
    'subscription { goals_stream(batch_size: 1, cursor: {initial_value: {created_at: "x"}}) { id } }',
}

describe.each<Transport>(['http', 'websocket'])(
  '37: errors contain no SQL, no names of the inside, no stack and no internal hosts, over %s',
  (transport) => {
    test.each(
      Object.entries(mistakes).filter(
        ([, query]) => transport === 'websocket' || !query.startsWith('subscription'),
      ),
    )('%s', async (_what, query) => {
      const { errors } = await transports.send(transport, person('bob'), query)
      expect(errors).toBeDefined()
      expect(errors!.flatMap(error => internalsIn(error, internals, ownSchema))).toEqual([])
    })
  },
)

test('37: nor does what the server itself refuses', async () => {
  const headers = {
    'content-type': 'application/json',
    ...(await credentialsOf(stack.gateway, person('bob'))),
  }
  const query = JSON.stringify({ query: '{ goals { id } }' })
  const requests: RequestInit[] = [
    { headers: {}, body: query },
    { headers: { ...headers, authorization: 'Bearer x' }, body: query },
    { headers, body: '{' },
    { headers, body: '[]' },
    { headers, body: JSON.stringify({ query: '{ goals { id } }', variables: [] }) },
    { headers: { ...headers, 'content-type': 'text/plain' }, body: query },
    { headers: { ...headers, 'x-hasura-role': 'admin' }, body: query },
    { headers, body: JSON.stringify({ query: `{ ${'goals { id } '.repeat(60)} }` }) },
  ]
  for (const request of requests) {
    const response = await fetch(stack.gateway.endpoint, { method: 'POST', ...request })
    const { errors } = (await response.json()) as { errors?: PublicError[] }
    expect(errors!.flatMap(error => internalsIn(error, internals, ownSchema))).toEqual([])
    expect(response.headers.get('server') ?? response.headers.get('x-powered-by')).toBeNull()
  }
})

test('37: unique and forbidden cannot be told apart where the row is somebody else\'s', async () => {
  const messages = await Promise.all(
    ['a permission', 'a foreign key', 'a permission after a change'].map(
      async what => (await transports.send('http', person('bob'), mistakes[what]!)).errors![0]!.message,
    ),
  )
  expect(new Set(messages).size).toBe(1)
})

test('37: while the same errors of the engine, which only the server reads, would be detected', async () => {
  const direct = openTransports(stack.engine)
  const { errors } = await direct.send('http', person('bob'), mistakes['a check constraint']!)
  await direct.close()
  expect(errors!.flatMap(error => internalsIn(error, internals, ownSchema))).not.toEqual([])
})

test('37: not even when the database is not what the engine takes it for', async () => {
  await stack.pool.query('alter table goals rename to goals_elsewhere')
  try {
    for (const transport of ['http', 'websocket'] as const) {
      const { errors } = await transports.send(transport, person('bob'), '{ goals { id } }')
      expect(errors).toMatchObject([{ message: 'Something went wrong here. Try again.' }])
      expect(errors!.flatMap(error => internalsIn(error, internals, ownSchema))).toEqual([])
    }
  }
  finally {
    await stack.pool.query('alter table goals_elsewhere rename to goals')
  }
})
