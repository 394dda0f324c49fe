import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addUser, columnOf } from '../../support/rows.ts'

let database: TestDatabase
let alice: string

beforeAll(async () => {
  database = await createTestDatabase()
  alice = await addUser(database.pool, 'alice')
})

afterAll(() => database.drop())

const maxLevels = 32
const goalBelow = (parent?: string) =>
  addGoal(database.pool, alice, parent ? { parent_id: parent } : {})
const move = (goal: string, parent: string | null) =>
  database.pool.query('update goals set parent_id = $2 where id = $1', [goal, parent])
const tooDeep = {
  code: '23514',
  table: 'goals',
  column: 'parent_id',
  constraint: 'goals_parent_depth',
  message: 'parent_id: choose a goal higher up, goals nest at most 32 levels deep',
}

/** A chain of goals, the topmost first. */
async function chain(levels: number): Promise<string[]> {
  const goals = [await goalBelow()]
  while (goals.length < levels) goals.push(await goalBelow(goals.at(-1)))
  return goals
}

/**
 * A tree of equal fans below one goal: `width` goals on each level below each other goal, until
 * there are `count`.
 */
async function tree(count: number, width: number): Promise<string> {
  const root = await goalBelow()
  const level = await database.pool.query<{ id: string }>('select id from goals where id = $1', [
    root,
  ])
  let parents = level.rows.map(({ id }) => id)
  for (let made = 1; made < count;) {
    const { rows } = await database.pool.query<{ id: string }>(
      `
      insert into goals (title, horizon, parent_id) select 'below', 'weekly', parent from unnest($1::uuid[]) parent, generate_series(1, $2)
      limit $3 returning id`,
      [parents, width, count - made],
    )
    made += rows.length
    parents = rows.map(({ id }) => id)
  }
  return root
}

describe('a tree of goals', () => {
  test('takes 32 levels and not one more', async () => {
    const goals = await chain(maxLevels)
    await expect(goalBelow(goals.at(-1))).rejects.toMatchObject(tooDeep)
    await expect(goalBelow(goals.at(-2))).resolves.toBeDefined()
  })

  test('counts what is below a goal that moves', async () => {
    const [deep, short] = [await chain(20), await chain(13)]
    await expect(move(short[0]!, deep.at(-1)!)).rejects.toMatchObject(tooDeep)
    await move(short[0]!, deep.at(-2)!)
    expect(await columnOf(database.pool, 'goals', short[0]!, 'parent_id')).toBe(deep.at(-2))
  })

  test('counts what is in the trash, for it can come back', async () => {
    const [deep, short] = [await chain(31), await chain(2)]
    await database.pool.query('update goals set deleted_at = now() where id = $1', [short[1]])
    await expect(move(short[0]!, deep.at(-1)!)).rejects.toMatchObject(tooDeep)
  })

  test('stays within its limit when it grows at its foot while it moves', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [deep, short] = [await chain(30), await chain(2)]
      await Promise.allSettled([move(short[0]!, deep.at(-1)!), goalBelow(short[1])])
      const {
        rows: [row],
      } = await database.pool.query<{ levels: number }>('select goal_height($1, 100) as levels', [
        deep[0],
      ])
      expect(row!.levels).toBeLessThanOrEqual(maxLevels)
    }
  })

  test('that was deeper before there was a limit can be taken apart, and made no deeper', async () => {
    const deep = await chain(maxLevels)
    const below = await chain(10)
    await database.pool.query('alter table goals disable trigger goals_check_parent_on_update')
    await move(below[0]!, deep.at(-1)!)
    await database.pool.query('alter table goals enable trigger goals_check_parent_on_update')
    const [, second] = deep
    await move(second!, null)
    await expect(move(second!, deep[0]!)).rejects.toMatchObject(tooDeep)
    await database.pool.query('update goals set title = \'Renamed\' where id = $1', [below.at(-1)])
  })

  test.each([
    ['wide', 5000],
    ['deep', 2],
  ])('of 10,000 goals moves within half a second, however %s it is', async (_shape, width) => {
    const [root, target] = [await tree(10_000, width), await goalBelow()]
    const start = performance.now()
    await move(root, target)
    expect(performance.now() - start).toBeLessThan(500)
  })
})
