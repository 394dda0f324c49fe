import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'
import { libraryFixture } from './library-fixture.ts'

let world: TestEngine
beforeAll(async () => { world = await startTestEngine(libraryFixture) })
afterAll(() => world.stop())

/** The statement of a query and how often its text holds a word. */
function explained(role: string, query: string) {
  const session = { role, variables: { 'x-hasura-role': role, 'x-hasura-user': 'ann' }, backendOnly: false, expiresAt: undefined }
  const [statement] = world.engine.explain(session, { query, variables: {}, operationName: undefined })
  const sql = statement?.sql ?? ''
  return { sql, count: (word: string) => sql.split(word).length - 1 }
}

describe('shared permissions', () => {
  it('evaluates a permission once for a list and counts', () => {
    const { sql, count } = explained('person', '{ author(limit: 1) { id } all: author_aggregate { aggregate { count } } }')
    expect(sql).toMatch(/^WITH "shared1" AS MATERIALIZED/)
    expect(count('"owner"')).toBe(1)
  })

  it('serves aggregates of cut rows too', async () => {
    const query = '{ author(order_by: {id: asc}) { id } author_aggregate(order_by: {id: asc}, limit: 1) { aggregate { count max { age } } } }'
    expect(explained('person', query).sql).toMatch(/^WITH "shared1" AS MATERIALIZED/)
    expect((await world.ask('person', query, { session: { user: 'ann' } })).data).toEqual({ author: [{ id: 1 }, { id: 3 }], author_aggregate: { aggregate: { count: 1, max: { age: 30 } } } })
  })

  it('leaves lists that stop early alone', () => {
    expect(explained('person', '{ author(limit: 1) { id } again: author(limit: 2) { id } }').sql).not.toContain('MATERIALIZED')
  })

  it('does not share rows that no session variable narrows', () => {
    expect(explained('admin', '{ author { id } author_aggregate { aggregate { count } } }').sql).not.toContain('MATERIALIZED')
  })

  it('gives functions rows of the table itself', async () => {
    const query = '{ author(order_by: {id: asc}) { full_name } author_aggregate { aggregate { count } } }'
    expect(explained('person', query).sql).not.toContain('MATERIALIZED')
    expect((await world.ask('person', query, { session: { user: 'ann' } })).data).toEqual({ author: [{ full_name: 'A!' }, { full_name: 'C!' }], author_aggregate: { aggregate: { count: 2 } } })
  })
})

describe('permissions that the parent row implies', () => {
  it('are not asked again below a row read under them', async () => {
    const query = '{ author(order_by: {id: asc}) { id articles(order_by: {id: asc}) { id } } }'
    expect(explained('owner', query).count('"owner"')).toBe(1)
    expect((await world.ask('owner', query, { session: { user: 'bob' } })).data).toEqual({ author: [{ id: 2, articles: [{ id: 3 }, { id: 4 }] }] })
  })

  it('are asked below the other rows', async () => {
    expect(explained('owner', '{ article { author { articles { id } } } }').count('"owner"')).toBe(2)
    expect(explained('owner', '{ mine { articles { id } } }').count('"owner"')).toBe(2)
  })
})

it('lets each path of an OR start from the session', () => {
  expect(explained('person', '{ article { id } }').sql).toMatch(/\("_\d+"\."id"\) IN \(\(SELECT .* UNION \(SELECT /)
})

it('keeps constants of permissions in the text and values of requests out of it', () => {
  const { sql } = explained('reader', '{ article(where: {title: {_eq: "a1"}}) { id } }')
  expect(sql).toContain('(\'true\')::pg_catalog.bool')
  expect(sql).not.toContain('a1')
})
