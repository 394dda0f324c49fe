import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import type { StartedEngine } from '../../../hasura/engine/tests/support/engine.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import type { HttpBrowser } from '../../support/http-browser.ts'
import { addCheckIn, addDependency, addGoal, addKeyResult, addTask, share } from '../../support/rows.ts'
import {
  signIn,
  startTestEnvironment,
  type TestEnvironment,
} from '../../support/test-environment.ts'
import { startServerEngine } from '../../support/server-engine.ts'

let env: TestEnvironment
let engine: StartedEngine
let app: AppServer
const browsers: Record<string, HttpBrowser> = {}
let goal: string
let task: string
let deleted: string

beforeAll(async () => {
  env = await startTestEnvironment()
  engine = await startServerEngine(env, { changeTriggers: false })
  app = await startAppServer(env)
  for (const name of ['admin', 'owner', 'editor', 'reader', 'stranger', 'vera'])
    browsers[name] = (await signIn(app.url, name)).browser
  const { pool } = env.database
  goal = await addGoal(pool, userIdFor('owner'), { title: 'Shared' })
  task = await addTask(pool, goal)
  await share(pool, goal, userIdFor('editor'), 'editor')
  await share(pool, goal, userIdFor('reader'), 'viewer')
  deleted = await addGoal(pool, userIdFor('owner'))
  await pool.query(
    'insert into invitations (goal_id, invitee, role, invited_by) values ($1, \'somebody\', \'viewer\', $2)',
    [goal, userIdFor('owner')],
  )
  await pool.query('update goals set deleted_at = now() where id = $1', [deleted])
})
afterAll(async () => {
  await app.stop()
  await engine.stop()
  await env.stop()
})

interface Answer {
  status: number
  body: {
    rows?: Record<
      'select' | 'update' | 'delete',
      { allowed: boolean, clauses: { words: string, holds: boolean }[] }
    >
    error?: {
      code: string
      message: string
      field?: string
    }
  }
}

async function explain(asker: string, query: Record<string, string>): Promise<Answer> {
  const { status, text } = await browsers[asker]!.visit(
    `${app.url}/api/access?${new URLSearchParams(query)}`,
    { headers: { accept: 'application/json' } },
  )
  return { status, body: JSON.parse(text) as Answer['body'] }
}
const about = (name: string, more: Record<string, string> = {}) => ({
  table: 'goals',
  id: goal,
  person: userIdFor(name),
  ...more,
})
const allowed = ({ body: { rows } }: Answer) =>
  rows
  && Object.entries(rows)
    .filter(([, { allowed }]) => allowed)
    .map(([operation]) => operation)
const failing = ({ body: { rows } }: Answer, operation: 'select' | 'update' | 'delete') =>
  rows![operation].clauses.filter(({ holds }) => !holds).map(({ words }) => words)

describe('the owner learns of each person', () => {
  test.each([
    ['owner', ['select', 'update', 'delete']],
    ['editor', ['select', 'update']],
    ['reader', ['select']],
    ['stranger', []],
  ])('what %s may do', async (person, operations) => {
    expect(allowed(await explain('owner', about(person)))).toEqual(operations)
    expect(allowed(await explain('owner', about(person, { table: 'tasks', id: task })))).toEqual(
      operations.includes('update') ? ['select', 'update', 'delete'] : operations,
    )
  })

  test('also of what belongs to the goal', async () => {
    const { pool } = env.database
    const ofPerson = async (table: string, id: string) =>
      Promise.all(['owner', 'editor', 'reader', 'stranger'].map(async person =>
        allowed(await explain('owner', about(person, { table, id }))),
      ))
    const all = ['select', 'update', 'delete']
    const goalsOnly = [all, all, ['select'], []]
    expect(await ofPerson('key_results', await addKeyResult(pool, goal))).toEqual(goalsOnly)
    const checkIn = await addCheckIn(pool, goal, { note: 'A note', created_by: userIdFor('editor') })
    expect(await ofPerson('check_ins', checkIn)).toEqual([['select', 'delete'], all, ['select'], []])
    const link = await addDependency(pool, task, await addTask(pool, goal))
    const neverChanged = ['select', 'delete']
    expect(await ofPerson('task_dependencies', link)).toEqual([neverChanged, neverChanged, ['select'], []])
    const { rows: [change, invitation] } = await pool.query<{ id: string }>(
      `(select id from audit_log where goal_id = $1 limit 1) union all
        (select id from invitations where goal_id = $1)`,
      [goal],
    )
    expect(await ofPerson('audit_log', change!.id)).toEqual([['select'], ['select'], ['select'], []])
    expect(await ofPerson('invitations', invitation!.id)).toEqual([['select', 'update'], [], [], []])
  })

  test('the clause that is in the way, though it holds for somebody else', async () => {
    const answer = await explain('owner', about('reader'))
    expect(failing(answer, 'update')).toEqual([
      'through its members (user id is the caller, and role is one of owner or editor)',
    ])
    expect(answer.body.rows!.select).toEqual({
      allowed: true,
      clauses: [
        { words: 'deleted at is empty', holds: true },
        { words: 'through its members (user id is the caller)', holds: true },
        { words: 'through its members (user id is the caller, and is active)', holds: true },
      ],
    })
  })

  test('that a viewer writes nothing', async () => {
    const { body } = await explain('owner', about('editor', { role: 'viewer' }))
    expect(body.rows).toMatchObject({
      select: { allowed: true },
      update: { allowed: false, clauses: [] },
      delete: { allowed: false, clauses: [] },
    })
  })

  test('that somebody deactivated sees nothing', async () => {
    await env.database.pool.query('update users set is_active = false where id = $1', [
      userIdFor('editor'),
    ])
    const answer = await explain('owner', about('editor'))
    await env.database.pool.query('update users set is_active = true where id = $1', [
      userIdFor('editor'),
    ])
    // Their sessions have ended with the deactivation.
    browsers.editor = (await signIn(app.url, 'editor')).browser
    expect(allowed(answer)).toEqual([])
    expect(failing(answer, 'select')).toEqual([
      'through its members (user id is the caller, and is active)',
    ])
  })

  test('nothing by which a stranger differs from somebody who does not exist', async () => {
    expect(await explain('owner', about('stranger'))).toEqual(
      await explain('owner', { ...about('owner'), person: randomUUID() }),
    )
  })
})

describe('an administrator learns', () => {
  test('of every goal, also in the trash', async () => {
    const answer = await explain('admin', about('owner', { id: deleted }))
    expect([allowed(answer), failing(answer, 'select')]).toEqual([[], ['deleted at is empty']])
    expect(allowed(await explain('admin', about('editor')))).toEqual(['select', 'update'])
  })

  test('what administrators may, and that somebody unknown is none', async () => {
    expect((await explain('admin', about('admin', { role: 'org_admin' }))).body.rows).toEqual({
      select: {
        allowed: true,
        clauses: [
          { words: 'there is a row of users (id is the caller, and is active)', holds: true },
        ],
      },
      update: { allowed: false, clauses: [] },
      delete: { allowed: false, clauses: [] },
    })
    expect(
      allowed(
        await explain('admin', { ...about('admin', { role: 'org_admin' }), person: randomUUID() }),
      ),
    ).toEqual([])
  })

  test('that a goal does not exist', async () => {
    expect((await explain('admin', about('owner', { id: randomUUID() }))).status).toBe(404)
  })
})

describe('whoever is not the owner', () => {
  test.each(['editor', 'reader', 'stranger', 'vera'])(
    'is told the same of a goal as of none: %s',
    async (asker) => {
      for (const [table, row] of [
        ['goals', goal],
        ['tasks', task],
      ] as const) {
        const [ofRow, ofNone] = [
          await explain(asker, { table, id: row, person: userIdFor('owner') }),
          await explain(asker, { table, id: randomUUID(), person: userIdFor('owner') }),
        ]
        expect(ofRow).toEqual(ofNone)
        expect([ofRow.status, ofRow.body.error?.code]).toEqual([404, 'not-found'])
      }
    },
  )

  test('not even the owner may ask of what is in the trash, or about administrators', async () => {
    expect((await explain('owner', about('owner', { id: deleted }))).status).toBe(404)
    expect(await explain('owner', about('owner', { role: 'org_admin' }))).toMatchObject({
      status: 403,
      body: { error: { code: 'forbidden', field: 'role' } },
    })
  })

  test('must be signed in', async () => {
    expect(
      (await fetch(`${app.url}/api/access?${new URLSearchParams(about('owner'))}`)).status,
    ).toBe(401)
  })
})

test.each([
  ['table', { table: 'users' }],
  ['id', { id: 'x' }],
  ['person', { person: '1' }],
  ['role', { role: 'admin' }],
])('a wrong %s is named', async (field, change) => {
  expect(
    await explain('owner', { ...about('owner'), ...change } as Record<string, string>),
  ).toMatchObject({ status: 400, body: { error: { code: 'bad-request', field } } })
})

test('without Hasura it says so', async () => {
  await engine.stop()
  expect((await explain('owner', about('owner'))).status).toBe(503)
})
