import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts'
import { addUser } from '../../../support/rows.ts'
import { readContent } from './content.ts'
import { recompute } from './recompute.ts'
import { addTree } from './tree.ts'

/** Milliseconds that one edit may take. */
const most = 100

let database: TestDatabase
let owner: string
let lowest: string[]

beforeAll(async () => {
  database = await createTestDatabase()
  owner = await addUser(database.pool, 'ada')
  await database.pool.query('update private.quotas set max = 1000000')
  lowest = await addTree(database.pool, owner, [1, 4, 5, 5, 10, 10], 2)
  await database.pool.query('analyze')
})

afterAll(() => database.drop())

/** How long the shortest of some edits takes: the machine may be busy with others. */
async function shortest(edits: readonly string[]): Promise<number> {
  const times: number[] = []
  for (const text of edits) {
    const start = performance.now()
    await database.pool.query(text)
    times.push(performance.now() - start)
  }
  return Math.min(...times)
}

test('follows an edit at the bottom of 10,000 goals within 100 ms', async () => {
  const edits = lowest
    .slice(0, 5)
    .map(goal => `update tasks set status = 'completed' where goal_id = '${goal}'`)
  expect(await shortest(edits)).toBeLessThan(most)
  const content = await readContent(database.pool, [owner])
  expect(content.goals.length).toBeGreaterThan(10_000)
  expect(content.figures).toEqual(recompute(content))
})
