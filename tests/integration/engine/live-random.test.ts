import pg from 'pg'
import { expect, test } from 'vitest'
import { startLiveEngine, type LiveEngine } from './live-engine.ts'
import { addGoal, addTask, addUser, share, type Queryable } from '../../support/rows.ts'
import { until } from '../../../hasura/engine/tests/support/until.ts'

/** Documents that read the same rows in different ways, each in an order that is certain. */
const documents = [
  '{ goals(order_by: [{title: asc}, {id: asc}]) { title status parent { title } children(order_by: [{title: asc}, {id: asc}]) { title } members(order_by: {username: asc}) { username role } } }',
  '{ user_goals(order_by: [{goal: {title: asc}}, {goal_id: asc}], limit: 5) { role goal { title tasks(order_by: [{title: asc}, {id: asc}], limit: 3) { title category { name } } } } }',
  '{ user_goals(order_by: [{created_at: asc}, {goal_id: asc}]) { role } }',
  '{ tasks(where: {_or: [{title: {_like: "%1%"}}, {goal: {parent: {title: {_like: "%2%"}}}}]}, order_by: [{goal: {title: desc}}, {title: asc}, {id: asc}]) { title } }',
  '{ goals(where: {_not: {tasks: {status: {_eq: "pending"}}}}, order_by: [{title: asc}, {id: asc}]) { title tasks_aggregate { aggregate { count } } } }',
  '{ goals_aggregate(where: {members: {role: {_eq: "viewer"}}}, order_by: {id: asc}) { aggregate { count } nodes { id title } } }',
  '{ deleted_goals(order_by: [{title: asc}, {id: asc}]) { title members(order_by: {username: asc}) { username } } }',
  '{ goal_members(order_by: [{goal_id: asc}, {user_id: asc}]) { name is_active goal { title } } }',
  '{ goal_members(where: {name: {_like: "%1%"}}, order_by: [{goal_id: asc}, {user_id: asc}]) { name } }',
  '{ categories(order_by: {name: asc}) { name tasks(order_by: [{title: asc}, {id: asc}]) { title goal { title } } user { name } } }',
]

const seed = Number(process.env.LIVE_SEED ?? Math.floor(Math.random() * 2 ** 31))
const bursts = 50

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

const random = randomFrom(seed)
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T

type Write = (db: Queryable) => Promise<unknown>

const everybodys: readonly Write[] = [
  db => db.query('update users set is_active = true'),
  db => db.query('truncate tasks cascade'),
]

/**
 * One random write. What it picks from is chosen when it is made, so that a burst does not depend
 * on how its writes interleave.
 */
function randomWrite(
  people: readonly string[],
  goals: readonly string[],
  tasks: readonly string[],
  count: number,
): Write {
  const [person, goal, other, task] = [pick(people), pick(goals), pick(goals), pick(tasks)]
  const title = `${pick(['a', 'b', 'c'])}${count}`
  const category = `(select id from categories where user_id = '${person}' order by name limit 1)`
  return pick<Write>([
    db => addGoal(db, person, { title }),
    db => addGoal(db, person, { title, parent_id: goal }),
    db => db.query('update goals set title = $2 where id = $1', [goal, title]),
    db => db.query('update goals set parent_id = $2 where id = $1', [goal, other]),
    db => db.query('update goals set parent_id = null where id = $1', [goal]),
    db =>
      db.query(
        'update goals set deleted_at = case when deleted_at is null then now() end where id = $1',
        [goal],
      ),
    db => db.query('delete from goals where id = $1', [goal]),
    db => share(db, goal, person, pick(['owner', 'editor', 'viewer'])),
    db => db.query('delete from goal_grants where goal_id = $1 and user_id = $2', [goal, person]),
    db =>
      db.query('update goal_grants set user_id = $2 where goal_id = $1 and role <> \'owner\'', [
        goal,
        person,
      ]),
    db => addTask(db, goal, { title }),
    db =>
      db.query(
        'update tasks set title = $2, status = case status when \'pending\' then \'completed\'::task_status else \'pending\' end where id = $1',
        [task, title],
      ),
    db =>
      db.query(`update tasks set goal_id = $2, category_id = ${category} where id = $1`, [
        task,
        goal,
      ]),
    db =>
      db.query(
        'update tasks set deleted_at = case when deleted_at is null then now() end where id = $1',
        [task],
      ),
    db => db.query('delete from tasks where id = $1', [task]),
    db => db.query('update tasks set title = title || \'.\' where goal_id = $1', [goal]),
    db => db.query('update tasks set title = left(title, 40) || \'1\''),
    db => db.query('insert into categories (user_id, name) values ($1, $2)', [person, title]),
    db => db.query(`update categories set name = $1 where id = ${category}`, [title]),
    db => db.query(`delete from categories where id = ${category}`),
    db => db.query('update users set name = $2 where id = $1', [person, title]),
    db => db.query('update users set is_active = not is_active where id = $1', [person]),
    // These concern everybody, and would hide what others miss.
    ...(count % 10 === 0 ? everybodys : []),
  ])
}

/**
 * Runs writes, some of them together in a transaction that may be rolled back. What the schema
 * refuses is left.
 */
async function run(
  { pool }: LiveEngine,
  writes: readonly Write[],
  together: boolean,
  end: 'commit' | 'rollback',
): Promise<void> {
  if (!together)
    return void (await Promise.all(writes.map(write => write(pool).catch(ignoreRefusal))))
  const client = await pool.connect()
  try {
    await client.query('begin')
    for (const write of writes) {
      await client.query('savepoint one')
      await write(client).catch(async (error: unknown) => {
        ignoreRefusal(error)
        await client.query('rollback to savepoint one')
      })
    }
    await client.query(end).catch(ignoreRefusal)
  }
  finally {
    client.release()
  }
}

/** Constraints, refusals of triggers, and what a second attempt would not meet. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof pg.DatabaseError) || !/^(23|P0|40)/.test(error.code ?? '')) throw error
}

test(`after random writes every subscriber has what a fresh query gives (LIVE_SEED=${seed})`, async () => {
  const world = await startLiveEngine()
  try {
    const people = await Promise.all(['ada', 'ben', 'cem'].map(name => addUser(world.pool, name)))
    const subscribers = documents.flatMap(document =>
      people.map(person => world.subscribe(person, document)),
    )
    for (let burst = 0; burst < bursts; burst += 1) {
      const ids = async (table: string) =>
        (
          await world.pool.query<{ id: string }>(`select id from ${table} order by created_at, id`)
        ).rows.map(({ id }) => id)
      const [goals, tasks] = [await ids('goals'), await ids('tasks')]
      const writes = Array.from({ length: 1 + Math.floor(random() * random() * 12) }, (_, index) =>
        randomWrite(people, goals, tasks, burst * 100 + index),
      )
      await run(world, writes, random() < 0.4, random() < 0.8 ? 'commit' : 'rollback')
      for (const { last, fresh } of subscribers)
        await until(
          async () => last() === (await fresh()),
          () => `burst ${burst}: ${last()}`,
        )
    }
    expect(world.reads.length).toBeGreaterThan(bursts)
  }
  finally {
    await world.stop()
  }
}, 120_000)
