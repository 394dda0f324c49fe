import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawFrom } from '../../../../hasura/engine/tests/property/random.ts'
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts'
import { addUser, asMember } from '../../../support/rows.ts'
import { readContent, type Content } from './content.ts'
import { edit, isRefusal } from './edits.ts'
import { recompute } from './recompute.ts'
import { addTree } from './tree.ts'

const [writers, writes] = [8, 200]

let database: TestDatabase
let pool: pg.Pool
let people: string[]

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: writers })
  // Dropping the database cuts off a connection that has not quite ended.
  pool.on('error', () => undefined)
  people = await Promise.all(['ada', 'ben', 'cleo'].map(name => addUser(pool, name)))
  await pool.query('update private.quotas set max = 1000000')
})

afterAll(async () => {
  await pool.end()
  await database.drop()
})

/** Makes random edits one after another; those that a rule refuses count as well. */
async function write(seed: number): Promise<unknown[]> {
  const [generate] = fc.sample(fc.gen(), { seed, numRuns: 1 })
  const random = drawFrom(generate!)
  const errors: unknown[] = []
  let content: Content | undefined
  for (let left = writes; left > 0; left--) {
    if (content === undefined || left % 20 === 0) content = await readContent(pool, people)
    const scene = { random, content, people, person: random.pick(people), mayPause: false }
    try {
      await insist(() => asMember(pool, scene.person, db => edit({ ...scene, db })))
    }
    catch (error) {
      if (!isRefusal(error)) errors.push(error)
    }
  }
  return errors
}

/** Tries as often as the gateway does when PostgreSQL lets another writer go first. */
async function insist(run: () => Promise<void>): Promise<void> {
  for (let left = 2; ; left--) {
    try {
      return await run()
    }
    catch (error) {
      if (left === 0 || !['40001', '40P01'].includes((error as { code?: string }).code ?? '')) throw error
    }
  }
}

test('is right after eight writers have made 200 edits each in one tree of 1,000 goals', async () => {
  await addTree(pool, people[0]!, [1, 9, 10, 10], 1)
  await pool.query(
    `insert into goal_grants (user_id, goal_id, role)
      select $1, id, 'editor' from goals where created_by = $2 and parent_id is null and not is_inbox`,
    [people[1], people[0]],
  )
  const errors = await Promise.all(Array.from({ length: writers }, (_, seed) => write(seed)))
  expect(errors.flat()).toEqual([])
  const content = await readContent(pool, people)
  expect(content.figures).toEqual(recompute(content))
  expect(content.goals.length).toBeGreaterThan(500)
}, 240_000)
