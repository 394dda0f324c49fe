import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { startServerEngine } from '../../support/server-engine.ts'
import { startTestEnvironment, type TestEnvironment } from '../../support/test-environment.ts'
import { tokenFor } from '../../support/tokens.ts'

let env: TestEnvironment
let app: AppServer
let engine: { stop: () => Promise<void> }

beforeAll(async () => {
  env = await startTestEnvironment()
  engine = await startServerEngine(env)
  app = await startAppServer(env)
})
afterAll(async () => {
  await app.stop()
  await engine.stop()
  await env.stop()
})

interface Row {
  id: string
}
interface Answer {
  data?: Record<string, Row | Row[] | null>
  errors?: { message: string, extensions: { code: string, field?: string } }[]
}

async function ask(username: string, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${app.url}/v1/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'authorization': `Bearer ${await tokenFor(env.provider, username)}`,
    },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as Answer
}

const constraints = {
  goals: 'goals_created_by_client_key_key',
  tasks: 'tasks_created_by_client_key_key',
  categories: 'categories_user_id_client_key_key',
}
type Table = keyof typeof constraints

const create = (username: string, table: Table, object: object, conflict = '') =>
  ask(
    username,
    `mutation ($object: ${table}_insert_input!) { row: insert_${table}_one(object: $object${conflict}) { id } }`,
    { object },
  )
const createOnce = (username: string, table: Table, object: object) =>
  create(
    username,
    table,
    object,
    `, on_conflict: {constraint: ${constraints[table]}, update_columns: []}`,
  )
const rowOf = (answer: Answer) => answer.data?.row as Row | null

async function objectFor(username: string, table: Table): Promise<object> {
  const { data } = await ask(username, '{ goals(where: {is_inbox: {_eq: true}}) { id } }')
  const inbox = (data!.goals as Row[])[0]!.id
  return {
    goals: { title: 'A goal', horizon: 'weekly' },
    tasks: { title: 'A task', goal_id: inbox },
    categories: { name: randomUUID() },
  }[table]
}

describe.each(Object.keys(constraints) as Table[])(
  'a create in %s that is sent twice with one key',
  (table) => {
    test('makes one row, whose key leads to it', async () => {
      await ask(
        'bob',
        'mutation { insert_goals_one(object: {title: "First", horizon: weekly}) { id } }',
      )
      const object = { ...(await objectFor('bob', table)), client_key: randomUUID() }
      const made = rowOf(await createOnce('bob', table, object))
      expect(await createOnce('bob', table, object)).toEqual({ data: { row: null } })
      const { errors } = await create('bob', table, object)
      expect(errors).toMatchObject([
        {
          message: expect.stringMatching(/saved already|already have/) as string,
          extensions: { field: expect.stringMatching(/client_key|name/) as string },
        },
      ])
      const found = await ask(
        'bob',
        `query ($key: uuid!) { rows: ${table}(where: {client_key: {_eq: $key}}) { id } }`,
        { key: object.client_key },
      )
      expect(found.data).toEqual({ rows: [made] })
    })

    test('tells nothing of somebody else\'s row with the same key', async () => {
      await ask(
        'vincent',
        'mutation { insert_goals_one(object: {title: "First", horizon: weekly}) { id } }',
      )
      const key = randomUUID()
      const bobs = rowOf(
        await createOnce('bob', table, { ...(await objectFor('bob', table)), client_key: key }),
      )
      const others = rowOf(
        await createOnce('vincent', table, {
          ...(await objectFor('vincent', table)),
          client_key: key,
        }),
      )
      expect(others).toEqual({ id: expect.any(String) as string })
      expect(others).not.toEqual(bobs)
    })

    test('cannot be given a key later', async () => {
      const { errors } = await ask(
        'bob',
        `mutation { update_${table}(where: {}, _set: {client_key: "${randomUUID()}"}) { affected_rows } }`,
      )
      expect(errors).toHaveLength(1)
    })
  },
)

describe('a limit of the database is told on its field', () => {
  test.each([
    [
      'a title of zero-width characters',
      { title: '\u200B' },
      'title',
      /^Title must show at least one character/,
    ],
    [
      'a title that turns the direction',
      { title: 'a\u202Eb' },
      'title',
      /^Title must show at least one character/,
    ],
    [
      'a title with a million spaces at its end',
      { title: `a${' '.repeat(1_000_000)}` },
      'title',
      /^Title must be 1 to 500 characters\.$/,
    ],
    [
      'a position that is no number',
      { title: 'A goal', position: 'NaN' },
      'position',
      /^Position must be a number/,
    ],
  ])('%s', async (_name, object, field, message) => {
    const { errors } = await create('bob', 'goals', { horizon: 'weekly', ...object })
    expect(errors).toMatchObject([
      { message: expect.stringMatching(message) as string, extensions: { field } },
    ])
  })

  test('a setting of 65 kB', async () => {
    const { errors } = await ask(
      'bob',
      'mutation ($value: jsonb!) { insert_settings_one(object: {key: "large", value: $value}) { key } }',
      { value: 'x'.repeat(65_536) },
    )
    expect(errors).toMatchObject([
      { message: 'Value must be at most 64 kB.', extensions: { field: 'value' } },
    ])
  })

  test('a quota, and how to make room', async () => {
    await env.database.pool.query('update private.quotas set max = 2 where name = \'categories\'')
    await ask(
      'quentin',
      'mutation { insert_goals_one(object: {title: "First", horizon: weekly}) { id } }',
    )
    await create('quentin', 'categories', { name: 'Second' })
    expect((await create('quentin', 'categories', { name: 'Third' })).errors).toMatchObject([
      {
        message: 'You can keep at most 2 categories; delete some for good first.',
        extensions: { field: 'categories' },
      },
    ])
    await env.database.pool.query('update private.quotas set max = 500 where name = \'categories\'')
  })

  test('the 33rd level of goals', async () => {
    let parent: string | undefined
    for (let level = 1; level <= 32; level += 1) {
      parent = rowOf(
        await create('bob', 'goals', {
          title: `Level ${level}`,
          horizon: 'weekly',
          parent_id: parent,
        }),
      )!.id
    }
    const { errors } = await create('bob', 'goals', {
      title: 'Level 33',
      horizon: 'weekly',
      parent_id: parent,
    })
    expect(errors).toMatchObject([
      {
        message: 'Choose a goal higher up, goals nest at most 32 levels deep.',
        extensions: { field: 'parent_id' },
      },
    ])
  })
})

describe('a change that gets in another\'s way', () => {
  /**
   * Sends a mutation of a goal and a category that is a deadlock's victim so many times. The other
   * transaction locks whole tables: nobody overtakes who waits for one.
   */
  async function getInTheWay(times: number): Promise<Answer> {
    const goal = rowOf(await create('bob', 'goals', { title: 'One', horizon: 'weekly' }))!.id
    const name = `After ${times}`
    const other = await env.database.pool.connect()
    try {
      await other.query(
        'begin; set local deadlock_timeout = \'1min\'; set local statement_timeout = \'10s\'',
      )
      await other.query('lock table categories in share mode; savepoint before_deadlock')
      const answer = ask(
        'bob',
        `mutation {
          a: update_goals_by_pk(pk_columns: {id: "${goal}"}, _set: {title: "A"}) { title }
          b: insert_categories_one(object: {name: "${name}"}) { name }
        }`,
      )
      for (let left = times; left > 0; left--) {
        await other.query(lockGoalsOnceWaitedFor)
        await other.query('rollback to before_deadlock')
      }
      await other.query('commit')
      return await answer
    }
    finally {
      other.release(true)
    }
  }

  test('is made when its turn comes', async () => {
    expect(await getInTheWay(2)).toEqual({ data: { a: { title: 'A' }, b: { name: 'After 2' } } })
  })

  test('is to be tried again when others come first each time', async () => {
    expect((await getInTheWay(3)).errors).toMatchObject([
      {
        message: 'Something else changed this at the same moment, so nothing was saved. Try again.',
        extensions: { code: 'concurrent-update' },
      },
    ])
  })
})

/**
 * SQL that waits for the goals as soon as somebody waits for this transaction: without a round trip,
 * because PostgreSQL looks only once, after a second, whether a wait is part of a deadlock.
 */
const lockGoalsOnceWaitedFor = `do $$ begin
  while not exists (
    select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))
  ) loop perform pg_sleep(0.01); end loop;
  lock table goals in share mode;
end $$`
