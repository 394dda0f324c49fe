import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memberRoles } from '#shared/enums.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addUser, share, type Queryable } from '../../support/rows.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const seed = Number(process.env.SHARING_SEED ?? Math.floor(Math.random() * 2 ** 31))
const connections = 8
const writes = Number(process.env.SHARING_WRITES ?? 200)

/** Numbers that look random and follow from the seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Row {
  readonly goal: string
  readonly user: string
  readonly role: string
}

/** Who is what in which goal, computed from the grants and the tree alone. */
function derived(parents: ReadonlyMap<string, string | null>, grants: readonly Row[]): string[] {
  return [...parents.keys()].flatMap((goal) => {
    const path: string[] = []
    for (let at: string | null = goal; at !== null; at = parents.get(at) ?? null) path.push(at)
    const above = grants.filter(grant => path.includes(grant.goal))
    return [...Map.groupBy(above, ({ user }) => user)].map(([user, all]) => {
      const strongest = memberRoles.find(role => all.some(grant => grant.role === role))
      return [goal, user, strongest, all.find(grant => grant.goal === goal)?.role ?? null].join()
    })
  })
}

/** The refusals that such writes can meet; nothing else may reach whoever writes. */
const refusals = [
  'user_goals_last_owner',
  'goal_grants_pkey',
  'goal_grants_goal_id_goals_id_fk',
  'goals_parent_cycle',
  'goals_parent_allowed',
  'goals_parent_id_goals_id_fk',
]

test(`members are what was granted, however many people write at once (SHARING_SEED=${seed})`, async () => {
  const random = randomFrom(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const people = await Promise.all(['ada', 'ben', 'cem', 'dee'].map(name => addUser(database.pool, name)))
  const goals = [await addGoal(database.pool, people[0]!)]
  while (goals.length < 60)
    goals.push(await addGoal(database.pool, pick(people), { parent_id: pick(goals) }))
  const outcomes = new Map<string, number>()

  const write = (): ((db: Queryable) => Promise<unknown>) => {
    const [goal, other, person, role] = [pick(goals), pick(goals), pick(people), pick(memberRoles)]
    const values = [goal, person]
    return pick([
      db => share(db, goal, person, role),
      db => db.query('update goal_grants set role = $3 where goal_id = $1 and user_id = $2', [...values, role]),
      db => db.query('delete from goal_grants where goal_id = $1 and user_id = $2', values),
      db => db.query('update goals set parent_id = $2 where id = $1', [goal, other]),
      db => db.query('update goals set parent_id = null where id = $1', [goal]),
      async db => void goals.push(await addGoal(db, person, { parent_id: goal })),
      async db => void goals.push(await addGoal(db, person, { parent_id: goal })),
      db => db.query('update goals set deleted_at = case when deleted_at is null then now() end where id = $1', [goal]),
      ...(random() < 0.3 ? [(db: Queryable) => db.query('delete from goals where id = $1', [goal])] : []),
    ])
  }

  /** As the gateway: what PostgreSQL says can be repeated is repeated. */
  const attempt = async (work: (db: Queryable) => Promise<unknown>): Promise<string> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await work(database.pool)
        return tries === 1 ? 'done' : 'done when repeated'
      }
      catch (error) {
        if (!(error instanceof pg.DatabaseError)) throw error
        const isRepeatable = error.code === '40001' || error.code === '40P01'
        if (!isRepeatable || tries > 5) return error.constraint ?? `${error.code} ${error.message}`
        await pause(5 * tries)
      }
    }
  }

  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let count = 0; count < writes; count += 1) {
        const outcome = await attempt(write())
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
    }),
  )

  console.log(`${connections} × ${writes} writes:`, Object.fromEntries(outcomes))
  expect([...outcomes.keys()].filter(outcome => !outcome.startsWith('done') && !refusals.includes(outcome))).toEqual([])
  const { rows: tree } = await database.pool.query<{ id: string, parent_id: string | null }>(
    'select id, parent_id from goals',
  )
  const { rows: grants } = await database.pool.query<Row>(
    'select goal_id as goal, user_id as user, role from goal_grants',
  )
  const { rows: members } = await database.pool.query<{ row: string }>(
    'select concat_ws(\',\', goal_id, user_id, role, coalesce(granted_role::text, \'\')) as row from user_goals',
  )
  const parents = new Map(tree.map(goal => [goal.id, goal.parent_id]))
  expect(members.map(({ row }) => row).sort()).toEqual(derived(parents, grants).sort())
  const { rows: touched } = await database.pool.query('select from private.unsealed_changes')
  expect(touched).toEqual([])
}, 120_000)
