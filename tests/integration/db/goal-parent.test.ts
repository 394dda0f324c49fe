import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addUser, asMember, columnOf, share } from '../../support/rows.ts'

let database: TestDatabase
let alice: string
let bob: string

beforeAll(async () => {
  database = await createTestDatabase()
  alice = await addUser(database.pool, 'alice')
  bob = await addUser(database.pool, 'bob')
})

afterAll(() => database.drop())

const goalOf = (owner: string, parent?: string) =>
  addGoal(database.pool, owner, parent ? { parent_id: parent } : {})
const move = (goal: string, parent: string | null) =>
  database.pool.query('update goals set parent_id = $2 where id = $1', [goal, parent])
const moveAs = (user: string, goal: string, parent: string) =>
  asMember(database.pool, user, client =>
    client.query('update goals set parent_id = $2 where id = $1', [goal, parent]),
  )
const parentOf = (goal: string) => columnOf(database.pool, 'goals', goal, 'parent_id')

const refused = (constraint: string) => ({
  code: '23514',
  table: 'goals',
  column: 'parent_id',
  constraint,
})
const cycle = refused('goals_parent_cycle')
const notAllowed = {
  ...refused('goals_parent_allowed'),
  message: 'parent_id: choose one of the goals that you can edit',
}

describe('a goal\'s parent', () => {
  test('is neither the goal itself nor below it', async () => {
    const root = await goalOf(alice)
    const child = await goalOf(alice, root)
    const grandchild = await goalOf(alice, child)
    await expect(move(root, root)).rejects.toMatchObject(cycle)
    await expect(move(root, child)).rejects.toMatchObject(cycle)
    await expect(move(root, grandchild)).rejects.toMatchObject(cycle)
    await move(grandchild, root)
    await move(child, grandchild)
    expect(await parentOf(child)).toBe(grandchild)
  })

  test('cannot make a circle through several rows of one statement', async () => {
    const [one, two] = [await goalOf(alice), await goalOf(alice)]
    await expect(
      database.pool.query(
        'update goals set parent_id = case id when $1::uuid then $2::uuid else $1::uuid end where id in ($1, $2)',
        [one, two],
      ),
    ).rejects.toMatchObject(cycle)
    const [a, b] = [randomUUID(), randomUUID()]
    await expect(
      database.pool.query(
        'insert into goals (id, parent_id, title, horizon) values ($1, $2, \'A\', \'yearly\'), ($2, $1, \'B\', \'yearly\')',
        [a, b],
      ),
    ).rejects.toMatchObject(notAllowed)
  })

  test('may stay what it is when another column changes, though it is now in the trash', async () => {
    const parent = await goalOf(alice)
    const child = await goalOf(alice, parent)
    await database.pool.query('update goals set deleted_at = now() where id = $1', [parent])
    await database.pool.query('update goals set parent_id = $2, title = \'Renamed\' where id = $1', [
      child,
      parent,
    ])
    expect(await columnOf(database.pool, 'goals', child, 'title')).toBe('Renamed')
  })
})

describe('the acting member', () => {
  test('may choose a goal that they own or edit', async () => {
    const [goal, own, shared] = [await goalOf(alice), await goalOf(alice), await goalOf(bob)]
    await share(database.pool, shared, alice, 'editor')
    await moveAs(alice, goal, own)
    await moveAs(alice, goal, shared)
    expect(await parentOf(goal)).toBe(shared)
  })

  test('gets the same error for a goal that is foreign, only readable, in the trash or absent', async () => {
    const goal = await goalOf(alice)
    const [foreign, readable, trashed] = [await goalOf(bob), await goalOf(bob), await goalOf(alice)]
    await share(database.pool, readable, alice, 'viewer')
    await database.pool.query('update goals set deleted_at = now() where id = $1', [trashed])
    for (const parent of [foreign, readable, trashed, randomUUID()]) {
      await expect(moveAs(alice, goal, parent)).rejects.toMatchObject(notAllowed)
      await expect(
        asMember(database.pool, alice, client => addGoal(client, alice, { parent_id: parent })),
      ).rejects.toMatchObject(notAllowed)
    }
  })

  test('may choose nothing once deactivated', async () => {
    const dan = await addUser(database.pool, 'dan', { isActive: false })
    const [goal, parent] = [await goalOf(dan), await goalOf(dan)]
    await expect(moveAs(dan, goal, parent)).rejects.toMatchObject(notAllowed)
  })

  test('is nobody outside of a mutation: the server may use any goal that exists', async () => {
    const [goal, parent] = [await goalOf(alice), await goalOf(bob)]
    await move(goal, parent)
    expect(await parentOf(goal)).toBe(parent)
    await expect(move(goal, randomUUID())).rejects.toMatchObject(notAllowed)
  })
})

describe('moves at the same moment', () => {
  test('never form a circle', async () => {
    for (let round = 0; round < 10; round++) {
      const roots = await Promise.all([goalOf(alice), goalOf(alice), goalOf(alice)])
      const leaves = await Promise.all(roots.map(root => goalOf(alice, root)))
      const results = await Promise.allSettled(
        roots.map((root, index) => move(root, leaves[(index + 1) % 3]!)),
      )
      const refusals = results
        .filter(result => result.status === 'rejected')
        .map(result => result.reason as { code: string })
      expect(refusals.length).toBeGreaterThan(0)
      for (const { code } of refusals) expect(['23514', '40P01']).toContain(code)
      const { rows } = await database.pool.query<{ path: string[] }>(
        'select goal_path(id) as path from goals where id = any ($1)',
        [leaves],
      )
      for (const { path } of rows) expect(await parentOf(path.at(-1)!)).toBeNull()
    }
  })

  test('look again where the goals are after they have waited', async () => {
    const [first, second, firstHost, secondHost] = [
      await goalOf(alice),
      await goalOf(alice),
      await goalOf(alice),
      await goalOf(alice),
    ]
    const branch = await goalOf(alice, first)
    const [twig, leaf] = [await goalOf(alice, branch), await goalOf(alice, second)]
    const finish = Promise.withResolvers()
    let graft: Promise<unknown> | undefined
    await asMember(database.pool, alice, async (client) => {
      await client.query('update goals set parent_id = $2 where id = $1', [first, firstHost])
      await client.query('update goals set parent_id = $2 where id = $1', [second, secondHost])
      graft = asMember(database.pool, alice, async (other) => {
        await other.query('update goals set parent_id = $2 where id = $1', [branch, leaf])
        await finish.promise
      })
      await pause(50)
    })
    await pause(50)
    const closing = expect(move(second, twig)).rejects.toMatchObject(cycle)
    await pause(50)
    finish.resolve(undefined)
    await graft
    await closing
  })

  test('wait for each other in one tree only', async () => {
    const [busy, leaf, idle] = [await goalOf(alice), await goalOf(alice), await goalOf(alice)]
    const [child, other] = [await goalOf(alice, busy), await goalOf(alice)]
    let waiting: Promise<unknown> | undefined
    await asMember(database.pool, alice, async (client) => {
      await client.query('update goals set parent_id = null where id = $1', [child])
      await move(other, idle)
      waiting = move(leaf, busy)
      expect(await Promise.race([waiting, pause(100, 'waits')])).toBe('waits')
    })
    await waiting
    expect(await parentOf(leaf)).toBe(busy)
  })
})
