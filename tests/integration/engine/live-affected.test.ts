import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLiveEngine, type LiveEngine, type LiveSubscriber } from './live-engine.ts'
import { addGoal, addTask, addUser, share } from '../../support/rows.ts'
import { until } from '../../../hasura/engine/tests/support/until.ts'

let world: LiveEngine
/** Ada and Ben write; the others only listen, so that there are enough cohorts to tell apart. */
let people: {
  ada: string
  ben: string
  cem: string
  dia: string
}
const names = new Map<string, string>()

beforeAll(async () => {
  world = await startLiveEngine()
  people = {
    ada: await addUser(world.pool, 'ada'),
    ben: await addUser(world.pool, 'ben'),
    cem: await addUser(world.pool, 'cem'),
    dia: await addUser(world.pool, 'dia'),
  }
  for (const [name, id] of Object.entries(people)) names.set(id, name)
})
afterAll(() => world.stop())

const documents = {
  goals: '{ goals(order_by: {title: asc}) { title status } }',
  memberships: '{ user_goals(order_by: {created_at: desc}, limit: 20) { role goal { title } } }',
  roles: '{ user_goals(order_by: {created_at: asc}) { role } }',
  tree: '{ goals(order_by: {title: asc}) { title parent { title } children(order_by: {title: asc}) { title } tasks(order_by: {title: asc}) { title category { name } } } }',
  tasks: '{ tasks(order_by: {title: asc}) { title category { name } goal { title } } }',
  counts: '{ goals_aggregate { aggregate { count } } }',
  filtered:
    '{ goals(where: {tasks: {title: {_like: "urgent%"}}}, order_by: {title: asc}) { title } }',
  members: '{ goal_members(order_by: [{goal_id: asc}, {user_id: asc}]) { goal_id username role } }',
  company:
    '{ goal_members(order_by: [{goal_id: asc}, {user_id: asc}]) { name is_active goal { title } } }',
  trash: '{ deleted_goals(order_by: {title: asc}) { title } }',
} as const

/** Everybody listens to a document until `work` is done. */
async function listening(
  document: keyof typeof documents,
  work: (subscribers: readonly LiveSubscriber[]) => Promise<void>,
): Promise<void> {
  const subscribers = Object.values(people).map(person =>
    world.subscribe(person, documents[document]),
  )
  try {
    await until(() => subscribers.every(({ last }) => last() !== undefined))
    await work(subscribers)
  }
  finally {
    for (const { stop } of subscribers) stop()
  }
}

/** Waits until everybody has the newest result. */
async function fresh(subscribers: readonly LiveSubscriber[]): Promise<void> {
  for (const { last, fresh: ask, person } of subscribers) {
    await until(
      async () => last() === (await ask()),
      () => `the newest result of ${names.get(person)}, who has ${last()}`,
    )
  }
}

/**
 * Who is read because of a write. What else was still under way before it is read first: the write
 * of a task of Dia's is repeated until it alone has woken somebody, and again after the write, to
 * know that its notification was heard.
 */
async function readBecauseOf(
  write: () => Promise<unknown>,
  subscribers: readonly LiveSubscriber[],
): Promise<readonly (string | undefined)[]> {
  await untilOnlyDia(subscribers)
  world.reads.length = 0
  await write()
  await fresh(subscribers)
  await mark(subscribers)
  return [
    ...new Set(
      world.reads.flatMap(read => JSON.parse(read) as string[]).map(value => names.get(value)),
    ),
  ]
    .filter(name => name !== 'dia')
    .sort()
}

async function untilOnlyDia(subscribers: readonly LiveSubscriber[]): Promise<void> {
  for (;;) {
    world.reads.length = 0
    await mark(subscribers)
    if (world.reads.every(read => read.includes(people.dia))) return
  }
}

let marks = 0
let marked: string | undefined
async function mark(subscribers: readonly LiveSubscriber[]): Promise<void> {
  marked ??= await addGoal(world.pool, people.dia, { title: 'mark' })
  const title = `mark ${++marks}`
  await world.pool.query('update goals set title = $2 where id = $1', [marked, title])
  await until(() =>
    subscribers.some(({ person, last }) => person === people.dia && last()?.includes(`"${title}"`)),
  )
}

describe('a write to one\'s own rows is seen, and nobody else is read', () => {
  test.each(['goals', 'memberships', 'tree'] as const)('%s', document =>
    listening(document, async (subscribers) => {
      const { pool } = world
      const goal = await addGoal(pool, people.ada, { title: 'sail' })
      await fresh(subscribers)
      const writes: [string, () => Promise<unknown>, readonly string[]][] = [
        [
          'update',
          () => pool.query(`update goals set title = 'sail far' where id = $1`, [goal]),
          ['ada'],
        ],
        [
          'put into the trash',
          () => pool.query('update goals set deleted_at = now() where id = $1', [goal]),
          ['ada'],
        ],
        [
          'take out of it',
          () => pool.query('update goals set deleted_at = null where id = $1', [goal]),
          ['ada'],
        ],
        ['share', () => share(pool, goal, people.ben, 'viewer'), ['ada', 'ben']],
        [
          'update what is shared',
          () => pool.query(`update goals set title = 'sail together' where id = $1`, [goal]),
          ['ada', 'ben'],
        ],
        [
          'share no more',
          () =>
            pool.query('delete from user_goals where goal_id = $1 and user_id = $2', [
              goal,
              people.ben,
            ]),
          ['ada', 'ben'],
        ],
        [
          'give away',
          () =>
            pool.query(
              `with left_by as (update user_goals set role = 'editor' where goal_id = $1) insert into user_goals (goal_id, user_id, role) values ($1, $2, 'owner')`,
              [goal, people.ben],
            ),
          ['ada', 'ben'],
        ],
        ['delete', () => pool.query('delete from goals where id = $1', [goal]), ['ada', 'ben']],
      ]
      for (const [what, write, concerned] of writes) {
        const read = await readBecauseOf(write, subscribers)
        expect([what, read.every(name => name !== undefined && concerned.includes(name))]).toEqual([
          what,
          true,
        ])
      }
    }),
  )
})

test('a write to a person is seen by those who share a goal with them, and nobody else is read', () =>
  listening('company', async (subscribers) => {
    const { pool } = world
    const goal = await addGoal(pool, people.ada, { title: 'sail' })
    await share(pool, goal, people.ben, 'viewer')
    await fresh(subscribers)
    const writes: [string, () => Promise<unknown>, readonly string[]][] = [
      [
        'signs in',
        () => pool.query('update users set last_login_at = now() where id = $1', [people.ada]),
        ['ada', 'ben'],
      ],
      [
        'has another name',
        () => pool.query(`update users set name = 'Ada L.' where id = $1`, [people.ada]),
        ['ada', 'ben'],
      ],
      [
        'leaves',
        () => pool.query('update users set is_active = false where id = $1', [people.ada]),
        ['ada', 'ben'],
      ],
      [
        'comes back',
        () => pool.query('update users set is_active = true where id = $1', [people.ada]),
        ['ada', 'ben'],
      ],
      [
        'shares nothing',
        () => pool.query(`update users set name = 'Cem C.' where id = $1`, [people.cem]),
        ['cem'],
      ],
      ['is new', () => addUser(pool, 'eli'), []],
      ['is gone', () => pool.query(`delete from users where username = 'eli'`), []],
      [
        'left and is gone',
        () =>
          pool.query(
            'with gone as (delete from user_goals where goal_id = $1 and user_id = $2) update users set name = username where id = $2',
            [goal, people.ben],
          ),
        ['ada', 'ben'],
      ],
    ]
    for (const [what, write, concerned] of writes) {
      const read = await readBecauseOf(write, subscribers)
      expect([what, read.every(name => name !== undefined && concerned.includes(name))]).toEqual([
        what,
        true,
      ])
    }
  }))

describe('a change is seen wherever a document reads the row', () => {
  test.each(Object.keys(documents) as (keyof typeof documents)[])('%s', document =>
    listening(document, async (subscribers) => {
      const { pool } = world
      const step = async (write: Promise<unknown>) => {
        await write
        await fresh(subscribers)
      }
      const goal = await addGoal(pool, people.ada, { title: 'urgent parent' })
      const child = await addGoal(pool, people.ada, { title: 'child', parent_id: goal })
      await share(pool, child, people.ben, 'editor')
      const {
        rows: [category],
      } = await pool.query<{ id: string }>(
        `insert into categories (user_id, name) values ($1, 'home') returning id`,
        [people.ada],
      )
      const task = await addTask(pool, child, {
        title: 'urgent task',
        category_id: category?.id ?? '',
      })
      await fresh(subscribers)
      await step(pool.query(`update categories set name = 'garden' where id = $1`, [category?.id]))
      await step(pool.query(`update tasks set title = 'calm task' where id = $1`, [task]))
      await step(
        pool.query(`update tasks set title = 'urgent task', goal_id = $2 where id = $1`, [
          task,
          goal,
        ]),
      )
      await step(pool.query(`update goals set title = 'other parent' where id = $1`, [goal]))
      await step(pool.query('update goals set parent_id = null where id = $1', [child]))
      await step(pool.query('update tasks set deleted_at = now() where id = $1', [task]))
      await step(pool.query('update goals set deleted_at = now() where id = $1', [goal]))
      await step(pool.query('update users set is_active = false where id = $1', [people.ben]))
      await step(pool.query('update users set is_active = true where id = $1', [people.ben]))
      await step(
        pool.query('update user_goals set user_id = $2 where goal_id = $1 and user_id = $3', [
          child,
          people.cem,
          people.ben,
        ]),
      )
      await step(pool.query('delete from categories where id = $1', [category?.id]))
      await step(pool.query('delete from tasks where id = $1', [task]))
      await step(pool.query('delete from goals where id = any($1)', [[goal, child]]))
    }),
  )
})

test('many rows at once, and all rows, are seen', () =>
  listening('tree', async (subscribers) => {
    const { pool } = world
    const goal = await addGoal(pool, people.ada, { title: 'many' })
    await pool.query(
      `insert into tasks (goal_id, title) select $1, 'task ' || n from generate_series(1, 1000) n`,
      [goal],
    )
    await fresh(subscribers)
    await pool.query(`update tasks set title = title || '!' where goal_id = $1`, [goal])
    await fresh(subscribers)
    await pool.query('truncate tasks cascade')
    await fresh(subscribers)
  }))

test('a subscription of one goal by its id is read for that goal only', async () => {
  const { pool } = world
  const goals = await Promise.all(
    [1, 2, 3, 4].map(number => addGoal(pool, people.dia, { title: `goal ${number}` })),
  )
  const subscribers = goals.map(id =>
    world.subscribe(people.dia, '($id: uuid!) { goals_by_pk(id: $id) { title tasks { title } } }', {
      id,
    }),
  )
  await until(() => subscribers.every(({ last }) => last() !== undefined))
  const write = async (id: string | undefined, title: string) => {
    await pool.query('update goals set title = $2 where id = $1', [id, title])
    await until(() => subscribers.some(({ last }) => last()?.includes(`"${title}"`)))
  }
  // Until nothing of the goals' creation is under way; what of these writes still is may be read.
  for (let attempt = 0; ; attempt += 1) {
    world.reads.length = 0
    await write(goals[1], `first ${attempt}`)
    if (world.reads.every(read => read.includes(goals[1] ?? ''))) break
  }
  world.reads.length = 0
  await write(goals[1], 'second')
  await write(goals[2], 'third')
  expect(
    world.reads.filter(read => read.includes(goals[0] ?? '') || read.includes(goals[3] ?? '')),
  ).toEqual([])
  await addTask(pool, goals[3] ?? '', { title: 'task of the fourth' })
  await fresh(subscribers)
  for (const { stop } of subscribers) stop()
})
