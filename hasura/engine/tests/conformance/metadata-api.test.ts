// `POST /v1/metadata`: why a role lost a field, and how the engine learns of a migration, in the
// words of Hasura's metadata API.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminSecret, startTestEngine, type TestEngine } from '../support/engine.ts'
import { openSocket } from '../support/graphql-socket.ts'

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({
    sql: `create table note (id int primary key); insert into note values (1)`,
    metadata: {
      tables: [
        {
          table: 'note',
          select_permissions: [
            { role: 'user', permission: { columns: ['id', 'title'], filter: {} } },
          ],
        },
      ],
    },
  })
})
afterAll(() => world.stop())

const admin = { 'x-hasura-admin-secret': adminSecret }

async function metadata(
  body: unknown,
  headers: Readonly<Record<string, string>> = admin,
): Promise<{ status: number, body: unknown }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${world.url}/v1/metadata`, { method: 'POST', headers, body: text })
  return { status: response.status, body: await response.json() }
}

const lost = {
  type: 'select_permission',
  name: 'select permission of role user on table note',
  reason: 'Inconsistent object: column "title" does not exist in table "note"',
  definition: { table: { schema: 'public', name: 'note' }, role: 'user' },
}

describe('get_inconsistent_metadata', () => {
  test('says what is not served, and why', async () => {
    expect(await metadata({ type: 'get_inconsistent_metadata', args: {} })).toEqual({
      status: 200,
      body: {
        is_consistent: false,
        inconsistent_objects: [{ ...lost, reason: expect.stringContaining('title') as string }],
      },
    })
  })
})

describe('reload_metadata', () => {
  test('says that all is as it was', async () => {
    const { status, body } = await metadata({
      type: 'reload_metadata',
      args: { reload_remote_schemas: true, reload_sources: true },
    })
    expect([status, body]).toMatchObject([
      200,
      { message: 'success', is_consistent: false, inconsistent_objects: [{ name: lost.name }] },
    ])
  })

  test('reads the catalog again, and asks WebSockets to come back', async () => {
    const socket = await openSocket(world.url, 'graphql-transport-ws')
    await world.sql('alter table note add column title text')
    expect(await world.ask('user', '{ note { title } }')).toMatchObject({
      errors: [{ extensions: { code: 'validation-failed' } }],
    })
    expect(await metadata({ type: 'reload_metadata', args: {} })).toEqual({
      status: 200,
      body: { message: 'success', is_consistent: true },
    })
    expect(await world.ask('user', '{ note { title } }')).toEqual({
      data: { note: [{ title: null }] },
    })
    expect(await metadata({ type: 'get_inconsistent_metadata', args: {} })).toEqual({
      status: 200,
      body: { is_consistent: true, inconsistent_objects: [] },
    })
    expect((await socket.closed).code).toBe(1012)
  })

  test('may be asked for many times at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => metadata({ type: 'reload_metadata' })),
    )
    expect(answers.map(({ body }) => body)).toEqual(
      answers.map(() => ({ message: 'success', is_consistent: true })),
    )
  })
})

describe('what is refused', () => {
  test.each([
    ['no secret', {}, 401, 'access-denied'],
    ['a wrong secret', { 'x-hasura-admin-secret': 'no' }, 401, 'access-denied'],
    ['another role than admin', { ...admin, 'x-hasura-role': 'user' }, 400, 'access-denied'],
  ])('%s', async (_what, headers, status, code) => {
    for (const type of ['reload_metadata', 'get_inconsistent_metadata', 'export_metadata']) {
      expect(await metadata({ type, args: {} }, headers as Record<string, string>)).toMatchObject({
        status,
        body: { path: '$', code },
      })
    }
  })

  test.each([
    ['another command', { type: 'replace_metadata', args: {} }, '$.type', 'not-supported'],
    [
      'a bulk of commands',
      { type: 'bulk', args: [{ type: 'reload_metadata', args: {} }] },
      '$.type',
      'not-supported',
    ],
    ['no command', { args: {} }, '$', 'parse-failed'],
    ['a command that is no string', { type: 1 }, '$.type', 'parse-failed'],
    ['a list', [], '$', 'parse-failed'],
    ['no JSON', '{', '$', 'invalid-json'],
  ])('%s', async (_what, body, path, code) => {
    expect(await metadata(body)).toMatchObject({
      status: 400,
      body: { path, code, error: expect.any(String) as string },
    })
  })

  test('any other method', async () => {
    expect((await fetch(`${world.url}/v1/metadata`, { headers: admin })).status).toBe(404)
  })
})
