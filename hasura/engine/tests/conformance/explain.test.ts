import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Session } from '../../index.ts'
import { startTestEngine, type TestEngine } from '../support/engine.ts'
import { goalsFixture } from '../support/goals-fixture.ts'

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine(goalsFixture)
})
afterAll(() => world.stop())

const ada: Session = {
  role: 'user',
  variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': '1' },
  backendOnly: false,
  expiresAt: undefined,
}

test('marks what the permission put into a query', () => {
  const [statement] = world.engine.explain(ada, {
    query: '{ goals(where: {title: {_eq: "run"}}) { title } }',
    variables: {},
    operationName: undefined,
  })
  const marked =
    statement?.permissionRanges?.map(([start, end]) => statement.sql.slice(start, end)) ?? []
  expect(marked).toHaveLength(1)
  expect(marked[0]).toContain('"owner_id"')
  expect(marked.join()).not.toContain('"title"')
  expect(statement?.parameters).toContain('x-hasura-user-id')
})

test('lists a mutation\'s statements', () => {
  const statements = world.engine.explain(ada, {
    query: 'mutation { delete_goals(where: {}) { affected_rows } }',
    variables: {},
    operationName: undefined,
  })
  expect(statements.map(({ sql }) => sql)).toEqual([
    expect.stringContaining('DELETE FROM "public"."goals"'),
  ])
})

test('makes a rule a query that PostgreSQL can answer', async () => {
  const filter = world.engine
    .predicates('user', { schema: 'public', name: 'goals' })
    .find(({ part }) => part === 'select.filter')
  expect(filter?.parameters).toEqual([{ kind: 'session', variable: 'x-hasura-user-id' }])
  expect((await world.sql(filter?.statement ?? '', ['2'])).rows).toMatchObject([{ title: 'read' }])
  expect(world.engine.predicates('nobody', { schema: 'public', name: 'goals' })).toEqual([])
})

test('answers in-process for a session that the caller vouches for', async () => {
  expect(
    JSON.parse(
      await world.engine.execute(ada, {
        query: '{ goals { title } }',
        variables: {},
        operationName: undefined,
      }),
    ),
  ).toEqual({ data: { goals: [{ title: 'run' }] } })
})

test('answers requests of the Fetch API', async () => {
  const request = new Request('http://engine/v1/graphql', {
    method: 'POST',
    body: JSON.stringify({ query: '{ goals { title } }' }),
    headers: {
      'x-hasura-admin-secret': 'test-secret',
      'x-hasura-role': 'user',
      'x-hasura-user-id': '2',
    },
  })
  expect(await (await world.engine.fetch(request)).json()).toEqual({
    data: { goals: [{ title: 'read' }] },
  })
})
