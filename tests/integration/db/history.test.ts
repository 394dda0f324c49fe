import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyHistory } from '../../../db/history/verify.ts'
import { loadTables } from '../../support/metadata.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import {
  addCheckIn,
  addDependency,
  addGoal,
  addKeyResult,
  addTask,
  addUser,
  asMember,
  inboxOf,
  share,
} from '../../support/rows.ts'

let database: TestDatabase
let alice: string
let bob: string

beforeAll(async () => {
  database = await createTestDatabase()
  alice = await addUser(database.pool, 'alice')
  bob = await addUser(database.pool, 'bob')
})

afterAll(() => database.drop())

interface Entry {
  actor: string | null
  door: string | null
  action: string
  entity: string
  entity_id: string
  difference: { old?: Record<string, unknown>, new?: Record<string, unknown> } | null
}

/** What the history of a goal or person says, oldest first. */
async function historyOf(chain: string): Promise<Entry[]> {
  const { rows } = await database.pool.query<Entry>(
    `select actor_id as actor, door, action, entity, entity_id, difference from audit_log
    where coalesce(goal_id, person_id) = $1 order by seq`,
    [chain],
  )
  return rows
}

const last = async (chain: string) => (await historyOf(chain)).at(-1)

const intact = { first: undefined }

describe('a change', () => {
  test('is kept with who made it, by which door, and what it changed', async () => {
    const goal = await asMember(database.pool, alice, client => addGoal(client, alice, { title: 'Run' }))
    expect(await last(goal)).toMatchObject({
      actor: alice,
      door: null,
      action: 'insert',
      entity: 'goals',
      entity_id: goal,
      difference: { new: { title: 'Run', horizon: 'weekly' } },
    })
    await database.pool.query('update goals set title = \'Walk\', weight = 2 where id = $1', [goal])
    expect(await last(goal)).toMatchObject({
      actor: null,
      action: 'update',
      difference: { old: { title: 'Run', weight: 1 }, new: { title: 'Walk', weight: 2 } },
    })
    expect(await verifyHistory(database.url)).toMatchObject(intact)
  })

  test('names the door that the token names', async () => {
    const goal = await addGoal(database.pool, alice)
    const client = await database.pool.connect()
    await client.query('begin')
    await client.query('select set_config(\'hasura.user\', $1, true)', [
      JSON.stringify({ 'x-hasura-user-id': bob, 'x-hasura-door': 'mcp' }),
    ])
    await client.query('update goals set title = \'By a tool\' where id = $1', [goal])
    await client.query('commit')
    client.release()
    expect(await last(goal)).toMatchObject({ actor: bob, door: 'mcp' })
  })

  test('that changes nothing, or only what follows from the rest, leaves no row', async () => {
    const goal = await addGoal(database.pool, alice)
    const before = await historyOf(goal)
    await database.pool.query('update goals set title = title, updated_at = now() where id = $1', [goal])
    expect(await historyOf(goal)).toEqual(before)
  })

  test('that is rolled back, to a savepoint too, leaves no row, and the rest is sealed', async () => {
    const goal = await addGoal(database.pool, alice)
    const before = (await historyOf(goal)).length
    await asMember(database.pool, alice, async (client) => {
      await client.query('savepoint one')
      await client.query('update goals set title = \'lost\' where id = $1', [goal])
      await client.query('rollback to one')
      await client.query('update goals set title = \'early\' where id = $1', [goal])
      await client.query('set constraints all immediate')
      await client.query('update goals set title = \'late\' where id = $1', [goal])
    })
    expect((await historyOf(goal)).slice(before).map(({ difference }) => difference?.new)).toEqual([
      { title: 'early' },
      { title: 'late' },
    ])
    expect(await verifyHistory(database.url)).toMatchObject(intact)
  })

  test('of every table that belongs to a goal is in the history of that goal', async () => {
    const goal = await addGoal(database.pool, alice)
    const [task, other] = [await addTask(database.pool, goal), await addTask(database.pool, goal)]
    const rows = {
      tasks: task,
      key_results: await addKeyResult(database.pool, goal),
      check_ins: await addCheckIn(database.pool, goal),
      task_dependencies: await addDependency(database.pool, task, other),
    }
    const history = await historyOf(goal)
    for (const [entity, entityId] of Object.entries(rows))
      expect(history).toContainEqual(expect.objectContaining({ action: 'insert', entity, entity_id: entityId }))
    for (const [entity, entityId] of Object.entries(rows).toReversed()) {
      await database.pool.query(`delete from ${entity} where id = $1`, [entityId])
      expect(await last(goal)).toMatchObject({ action: 'delete', entity, entity_id: entityId })
    }
  })

  test('of what is a person\'s own is in a history of theirs', async () => {
    await database.pool.query('insert into categories (user_id, name) values ($1, \'Health\')', [bob])
    expect(await last(bob)).toMatchObject({ entity: 'categories', difference: { new: { name: 'Health' } } })
    await database.pool.query('insert into settings (user_id, key, value) values ($1, \'theme\', \'1\')', [bob])
    expect(await last(bob)).toMatchObject({ entity: 'settings', entity_id: bob })
    await database.pool.query('update users set is_active = false, name = \'Robert\' where id = $1', [bob])
    expect(await last(bob)).toMatchObject({
      entity: 'users',
      difference: { old: { is_active: true }, new: { is_active: false } },
    })
    await database.pool.query('update users set is_active = true where id = $1', [bob])
  })

  test('of five thousand rows in one statement is sealed as well', async () => {
    const goal = await addGoal(database.pool, alice)
    await database.pool.query(
      'insert into tasks (goal_id, title) select $1, \'task \' || i from generate_series(1, 5000) i',
      [goal],
    )
    expect(await historyOf(goal)).toHaveLength(5001)
    expect(await verifyHistory(database.url)).toMatchObject(intact)
  })
})

test('every table that a role may write has a history', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `select tgrelid::regclass::text as name from pg_trigger where tgname = tgrelid::regclass || '_record_change'`,
  )
  const written = loadTables()
    .filter(table => ['insert', 'update', 'delete'].some(operation => table[`${operation as 'insert'}_permissions`]?.length))
    .map(({ table }) => table.name)
  const { rows: views } = await database.pool.query<{ name: string }>(
    'select viewname as name from pg_views where schemaname = \'public\'',
  )
  const viewNames = views.map(({ name }) => name)
  expect(rows.map(({ name }) => name).sort()).toEqual(
    written.filter(name => !viewNames.includes(name)).sort(),
  )
})

describe('a task that goes to another goal', () => {
  test('leaves without a word of where it goes, and arrives without one of where it was', async () => {
    const [from, to] = [await addGoal(database.pool, alice), await addGoal(database.pool, bob)]
    const task = await addTask(database.pool, from, { title: 'before' })
    await database.pool.query('update tasks set goal_id = $2, title = \'after\' where id = $1', [task, to])
    expect(await last(from)).toMatchObject({ action: 'leave', entity_id: task, difference: {} })
    const arrived = await last(to)
    expect(arrived).toMatchObject({ action: 'arrive', entity_id: task, difference: { new: { title: 'after' } } })
    expect(JSON.stringify(arrived)).not.toContain('before')
    expect(JSON.stringify(arrived)).not.toContain(from)
    expect(JSON.stringify(await last(from))).not.toContain(to)
  })
})

describe('a task that waits for one of another goal', () => {
  test('is told to each goal without the other\'s task, and so is the end of it', async () => {
    const [one, two] = [await addGoal(database.pool, alice), await addGoal(database.pool, alice)]
    const [waiting, awaited] = [await addTask(database.pool, one), await addTask(database.pool, two)]
    await addDependency(database.pool, waiting, awaited)
    expect(await last(one)).toMatchObject({ entity: 'task_dependencies', difference: { new: { task_id: waiting } } })
    expect(JSON.stringify(await last(one))).not.toContain(awaited)
    expect(JSON.stringify(await last(two))).not.toContain(waiting)
    await database.pool.query('delete from tasks where id = $1', [awaited])
    expect(await last(one)).toMatchObject({ action: 'delete', difference: { old: { task_id: waiting } } })
  })
})

describe('history', () => {
  test.each([
    'update audit_log set actor_id = null where number = (select max(number) from audit_log where actor_id is not null)',
    'update audit_log set difference = \'{}\' where number = (select max(number) from audit_log)',
    'delete from audit_log where number = (select max(number) from audit_log)',
    'truncate audit_log',
  ])('is only added to, also by its owner: %s', async (statement) => {
    await asMember(database.pool, alice, client => addGoal(client, alice))
    await expect(database.pool.query(statement)).rejects.toMatchObject({ constraint: 'audit_log_append_only' })
  })

  test('cannot be written by the role of GraphQL, nor told what to say', async () => {
    for (const statement of [
      'insert into audit_log default values',
      'delete from audit_log',
      'update audit_log set door = null',
      'select from private.unsealed_changes',
      'select settle_history(null)',
      'select erase_history(null, null)',
    ]) {
      const client = await database.pool.connect()
      await client.query('begin; set local role goals_graphql')
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' })
      await client.query('rollback')
      client.release()
    }
  })

  test('of a goal that is deleted for good keeps who and when, but no words', async () => {
    const goal = await addGoal(database.pool, alice, { title: 'secret plan' })
    await addTask(database.pool, goal, { title: 'secret step' })
    await database.pool.query('delete from goals where id = $1', [goal])
    const history = await historyOf(goal)
    expect(history.map(({ action, entity }) => `${action} ${entity}`)).toEqual([
      'insert goals',
      'insert tasks',
      'leave tasks',
      'delete goals',
      'delete goal_grants',
    ])
    expect(new Set(history.map(({ difference }) => difference))).toEqual(new Set([null]))
    expect(await last(await inboxOf(database.pool, alice))).toMatchObject({ action: 'arrive' })
    expect(await verifyHistory(database.url)).toMatchObject(intact)
  })

  test('of a person who is deleted has no words of theirs, in others\' goals either, and still holds', async () => {
    const carol = await addUser(database.pool, 'carol')
    const shared = await addGoal(database.pool, alice, { title: 'of alice' })
    await share(database.pool, shared, carol, 'editor')
    const write = (who: string, title: string, weight: number) =>
      asMember(database.pool, who, client =>
        client.query('update goals set title = $2, weight = $3 where id = $1', [shared, title, weight]))
    await write(carol, 'words of carol', 2)
    await write(alice, 'words of alice', 3)
    await write(alice, 'more of alice', 4)
    const own = await asMember(database.pool, carol, client => addGoal(client, carol, { title: 'own words of carol' }))
    await database.pool.query('delete from users where id = $1', [carol])
    expect((await historyOf(shared)).flatMap(({ entity, difference }) => entity === 'goals' ? [difference?.new] : [])).toEqual([
      expect.objectContaining({ title: 'of alice' }),
      undefined,
      undefined,
      { title: 'more of alice', weight: 4 },
    ])
    for (const chain of [own, carol])
      expect((await historyOf(chain)).map(({ difference }) => difference)).toSatisfy(
        (differences: unknown[]) => differences.length > 0 && differences.every(one => one === null),
      )
    const { rows } = await database.pool.query('select from audit_log where difference::text like \'%of carol%\'')
    expect(rows).toEqual([])
    expect(await verifyHistory(database.url)).toMatchObject(intact)
  })
})

describe('writers at the same moment', () => {
  test('append to the same chains, of goals and people, without a deadlock or a gap', async () => {
    const carol = await addUser(database.pool, 'carola')
    const goals = await Promise.all([1, 2, 3].map(() => addGoal(database.pool, carol)))
    const tasks: string[] = []
    for (const goal of goals)
      for (let place = 0; place < 8; place++) tasks.push(await addTask(database.pool, goal))
    const write = async (client: pg.ClientBase, writer: number) => {
      for (let turn = 0; turn < 25; turn++) {
        await client.query('begin')
        const own = tasks.filter((_, index) => index % 8 === writer)
        for (const task of turn % 2 ? own : own.toReversed())
          await client.query('update tasks set title = $2 where id = $1', [task, `${writer}, ${turn}`])
        await client.query('insert into settings (user_id, key, value) values ($1, $2, \'1\')', [carol, `${writer}-${turn}`])
        await client.query('commit')
      }
    }
    const clients = await Promise.all(Array.from({ length: 4 }, () => database.pool.connect()))
    await Promise.all(clients.map(write))
    for (const client of clients) client.release()
    expect(await verifyHistory(database.url)).toMatchObject(intact)
    const written = await historyOf(carol)
    expect(written.filter(({ entity }) => entity === 'settings')).toHaveLength(100)
  })
})
