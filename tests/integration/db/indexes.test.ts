import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { databaseRules, isIndexed } from '../../isolation/lint/database.ts'
import { loadMetadata } from '../../support/metadata.ts'
import type { MetadataDocument } from '../../../hasura/permissions/model.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

describe('the rules that permissions rest on', () => {
  test.each(databaseRules)('$name', async ({ findings }) => {
    expect(
      await findings({
        metadata: loadMetadata() as unknown as MetadataDocument,
        pool: database.pool,
      }),
    ).toEqual([])
  })
})

describe('a rule that is broken', () => {
  test.each([
    [
      'unique key',
      'alter table categories add constraint categories_name_key unique (name)',
      'categories_name_key',
    ],
    ['foreign key', 'drop index tasks_category_id_idx', 'tasks_category_id_categories_id_fk'],
    ['relationship', 'drop index goals_parent_id_position_idx', 'goals.children'],
  ])('is noticed (%s)', async (_what, breach, finding) => {
    const other = await createTestDatabase()
    await other.pool.query(breach)
    const found = await Promise.all(
      databaseRules.map(({ findings }) =>
        findings({ metadata: loadMetadata() as unknown as MetadataDocument, pool: other.pool }),
      ),
    )
    await other.drop()
    expect(found.flat().join()).toContain(finding)
  })
})

describe('an index', () => {
  test.each([
    ['a membership, from both ends', 'user_goals', ['user_id', 'goal_id']],
    ['a membership, from both ends', 'user_goals', ['goal_id', 'user_id']],
    ['a person\'s newest goals', 'user_goals', ['user_id', 'created_at']],
    ['sub-goals in order', 'goals', ['parent_id', 'position']],
    ['goals by horizon and status', 'goals', ['horizon', 'status']],
    ['goals by target date', 'goals', ['target_date']],
    ['a goal\'s tasks in order', 'tasks', ['goal_id', 'position']],
    ['tasks by due date', 'tasks', ['due_date']],
    ['sessions that the provider ends', 'private.sessions', ['sid']],
    ['sessions that are over', 'private.sessions', ['expires_at']],
  ])('finds %s', async (_what, table, columns) => {
    expect(await isIndexed(database.pool, table, columns)).toBe(true)
  })
})

describe('the planner', () => {
  test('reads a person\'s newest goals from the junction in order, without sorting', async () => {
    const client = await database.pool.connect()
    await client.query('set enable_seqscan = off; set enable_bitmapscan = off')
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`
      explain select goal_id from user_goals where user_id = '00000000-0000-4000-8000-000000000000' order by created_at desc nulls first limit 20`)
    client.release(true)
    const plan = rows.map(row => row['QUERY PLAN']).join('\n')
    expect(plan).toContain('user_goals_user_id_created_at_idx')
    expect(plan).not.toContain('Sort')
  })
})

describe('foreign keys that clients can break', () => {
  test('are checked when the transaction ends', async () => {
    const { rows } = await database.pool.query(`
      select conname from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and not (condeferrable and condeferred)`)
    expect(rows).toEqual([])
  })
})
