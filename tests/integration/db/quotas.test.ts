import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addUser, asMember, inboxOf } from '../../support/rows.ts'

let database: TestDatabase
let people = 0

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

const newPerson = () => addUser(database.pool, `person-${(people += 1)}`)
const setQuota = (name: string, max: number) =>
  database.pool.query('update private.quotas set max = $2 where name = $1', [name, max])

const inserts = {
  goals:
    'insert into goals (created_by, horizon, title) select $1, \'weekly\', \'Goal \' || n from generate_series(1, $2) n',
  tasks: `insert into tasks (created_by, goal_id, title) select $1, (select id from goals where created_by = $1 and is_inbox), 'Task ' || n from generate_series(1, $2) n`,
  categories:
    'insert into categories (user_id, name) select $1, gen_random_uuid() from generate_series(1, $2) n',
  key_results: `insert into key_results (created_by, goal_id, title, target_value) select $1, (select id from goals where created_by = $1 and is_inbox), 'Result ' || n, 1 from generate_series(1, $2) n`,
  check_ins: `insert into check_ins (created_by, goal_id, note) select $1, (select id from goals where created_by = $1 and is_inbox), 'Note ' || n from generate_series(1, $2) n`,
  settings:
    'insert into settings (user_id, key, value) select $1, gen_random_uuid(), \'1\' from generate_series(1, $2) n',
}
type Kind = keyof typeof inserts

/** What a person has already from the start. */
const begunWith: Record<Kind, number> = {
  goals: 1,
  tasks: 0,
  categories: 1,
  key_results: 0,
  check_ins: 0,
  settings: 0,
}

const insert = (kind: Kind, person: string, count: number) =>
  asMember(database.pool, person, client => client.query(inserts[kind], [person, count]))

const exceeded = (kind: Kind, max: number) => ({
  code: '23514',
  table: kind,
  constraint: `${kind}_quota`,
  message: `${kind}: you can keep at most ${max} ${kind}; delete some for good first`,
})

describe.each(Object.keys(inserts) as Kind[])('the quota of %s', (kind) => {
  test('lets a person take the last place and not one more, others not counted', async () => {
    await setQuota(kind, 5)
    const [alice, bob] = [await newPerson(), await newPerson()]
    await insert(kind, bob, 5 - begunWith[kind])
    await insert(kind, alice, 4 - begunWith[kind])
    await expect(insert(kind, alice, 2)).rejects.toMatchObject(exceeded(kind, 5))
    await insert(kind, alice, 1)
    await expect(insert(kind, alice, 1)).rejects.toMatchObject(exceeded(kind, 5))
  })

  test('holds when the last place is asked for several times at once', async () => {
    await setQuota(kind, 3)
    const alice = await newPerson()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => insert(kind, alice, 1)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(
      3 - begunWith[kind],
    )
  })

  test('does not count what nobody asks for: imports, seeds, migrations', async () => {
    await setQuota(kind, 1)
    const alice = await newPerson()
    await database.pool.query(inserts[kind], [alice, 10])
  })
})

describe('the rows of one insert', () => {
  test('are at most 1,000', async () => {
    await setQuota('tasks', 50_000)
    const alice = await newPerson()
    await expect(insert('tasks', alice, 1001)).rejects.toMatchObject({
      constraint: 'inserted_rows_quota',
      message: 'objects: send at most 1000 rows at once',
    })
    await insert('tasks', alice, 1000)
  })
})

test('costs a person with nearly 50,000 tasks no more than one without any', async () => {
  await setQuota('tasks', 50_000)
  const [alice, bob] = [await newPerson(), await newPerson()]
  await database.pool.query(inserts.tasks, [alice, 49_000])
  const timeFor = async (person: string) => {
    await insert('tasks', person, 1)
    return asMember(database.pool, person, async (client) => {
      const {
        rows: [plan],
      } = await client.query<{
        'QUERY PLAN': [{ Triggers: { 'Trigger Name': string, 'Time': number }[] }]
      }>(
        `explain (analyze, format json) ${inserts.tasks.replace('$1', `'${person}'`).replace('= $1', `= '${person}'`).replace('$2', '1')}`,
      )
      return plan!['QUERY PLAN'][0].Triggers.find(
        trigger => trigger['Trigger Name'] === 'tasks_keep_quota',
      )!.Time
    })
  }
  const [many, few] = [await timeFor(alice), await timeFor(bob)]
  expect(many).toBeLessThan(Math.max(10 * few, 5))
})

test('that is lowered holds at once, and one that is raised as well', async () => {
  await setQuota('settings', 10)
  const alice = await newPerson()
  await insert('settings', alice, 3)
  await setQuota('settings', 3)
  await expect(insert('settings', alice, 1)).rejects.toMatchObject(exceeded('settings', 3))
  await setQuota('settings', 4)
  await insert('settings', alice, 1)
  await expect(insert('settings', alice, 1)).rejects.toMatchObject(exceeded('settings', 4))
})

test('without a row of its own does not apply', async () => {
  await database.pool.query('delete from private.quotas where name = \'categories\'')
  await insert('categories', await newPerson(), 600)
})

test('lets a deletion of somebody else make room', async () => {
  await setQuota('goals', 2)
  const alice = await newPerson()
  const goal = await asMember(database.pool, alice, client => addGoal(client, alice))
  await expect(insert('goals', alice, 1)).rejects.toMatchObject(exceeded('goals', 2))
  await database.pool.query('delete from goals where id = $1', [goal])
  await insert('goals', alice, 1)
  expect(await inboxOf(database.pool, alice)).toBeDefined()
})
