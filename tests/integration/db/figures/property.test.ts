import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawFrom } from '../../../../hasura/engine/tests/property/random.ts'
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts'
import {
  addGoal,
  addKeyResult,
  addTask,
  addUser,
  asMember,
  share,
} from '../../../support/rows.ts'
import { readContent, type Content } from './content.ts'
import { edit, isRefusal } from './edits.ts'
import { recompute } from './recompute.ts'

const sequences = Number(process.env.PROPERTY_SEQUENCES ?? 1000)
const seed = Number(process.env.PROPERTY_SEED ?? 20_260_101)
const longest = 10

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

/** Three people and a tree of goals that they share, each with parts. */
async function begin(): Promise<string[]> {
  const people = await Promise.all(
    ['ada', 'ben', 'cleo'].map(name => addUser(database.pool, `${name} ${randomUUID()}`)),
  )
  const db = database.pool
  let parent: string | null = null
  for (const owner of people) {
    const goal = await addGoal(db, owner, { parent_id: parent })
    if (parent === null)
      for (const other of people.slice(1)) await share(db, goal, other, 'editor')
    parent = goal
    await addTask(db, parent, { parent_id: await addTask(db, parent) })
    await addKeyResult(db, parent)
  }
  return people
}

function expectFigures(content: Content): void {
  const expected = recompute(content)
  expect(content.figures).toEqual(expected)
  expect(content.newest).toEqual(expected)
}

test(
  `is what is worked out anew after each of the edits of three people, seed ${seed}`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (generate) => {
        const random = drawFrom(generate)
        const people = await begin()
        let content = await readContent(database.pool, people)
        for (let left = 1 + random.int(longest); left > 0; left--) {
          const person = random.pick(people)
          try {
            await asMember(database.pool, person, db =>
              edit({ db, random, content, person, people, mayPause: true }),
            )
          }
          catch (error) {
            if (!isRefusal(error)) throw error
          }
          content = await readContent(database.pool, people)
          expectFigures(content)
        }
      }),
      { numRuns: sequences, seed },
    )
  },
  60_000 + sequences * 200,
)
