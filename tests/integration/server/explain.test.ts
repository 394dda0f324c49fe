import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import { adminSecret, type StartedEngine } from '../../../hasura/engine/tests/support/engine.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import type { HttpBrowser } from '../../support/http-browser.ts'
import {
  signIn,
  startTestEnvironment,
  type TestEnvironment,
} from '../../support/test-environment.ts'
import { startServerEngine } from '../../support/server-engine.ts'

let env: TestEnvironment
let engine: StartedEngine
let app: AppServer
let admin: HttpBrowser
let member: HttpBrowser

beforeAll(async () => {
  env = await startTestEnvironment()
  engine = await startServerEngine(env, { changeTriggers: false })
  app = await startAppServer(env, { variables: { HASURA_GRAPHQL_ADMIN_SECRET: adminSecret } })
  admin = (await signIn(app.url, 'admin')).browser
  member = (await signIn(app.url, 'bob')).browser
})
afterAll(async () => {
  await app.stop()
  await engine.stop()
  await env.stop()
})

interface Statement {
  field: string
  sql: string
  plan: string[]
  permission: [number, number][]
}

async function explain(
  browser: HttpBrowser,
  body: unknown,
  headers: Record<string, string> = { 'x-requested-with': 'goals' },
): Promise<[number, unknown]> {
  const { status, text } = await browser.visit(`${app.url}/api/explain`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { accept: 'application/json', ...headers },
  })
  return [status, JSON.parse(text)]
}
const available = async (browser: HttpBrowser) =>
  JSON.parse(
    (await browser.visit(`${app.url}/api/explain`, { headers: { accept: 'application/json' } }))
      .text,
  ) as unknown
const goals = {
  query: 'query ($title: String!) { goals(where: {title: {_eq: $title}}) { id } }',
  variables: { title: 'x' },
}

describe('an administrator sees', () => {
  test('what their query becomes in one of their roles, and which part is the permission', async () => {
    expect(await available(admin)).toEqual({ available: true })
    const [status, body] = await explain(admin, { ...goals, role: 'member' })
    expect(status).toBe(200)
    const [{ sql, permission }] = body as [Statement]
    expect(sql).toContain('"public"."goals"')
    const parts = permission.map(([start, end]) => sql.slice(start, end))
    expect(parts.join('\n')).toMatch(/"deleted_at" IS NULL.*"user_goals"/s)
    expect(parts.join('\n')).not.toContain('"title"')
  })

  test('another permission in another role', async () => {
    const [, [{ sql }]] = (await explain(admin, { ...goals, role: 'org_admin' })) as [
      number,
      [Statement],
    ]
    expect(sql).not.toContain('user_goals')
  })

  test('what is wrong with a query', async () => {
    expect(await explain(admin, { query: '{ nothing }', role: 'member' })).toMatchObject([
      400,
      {
        error: {
          code: 'bad-request',
          field: 'query',
          message: expect.stringContaining('nothing') as string,
        },
      },
    ])
  })
})

describe('nobody else', () => {
  test('sees the SQL of a query', async () => {
    expect(await available(member)).toEqual({ available: false })
    expect(await explain(member, { ...goals, role: 'member' })).toMatchObject([
      403,
      { error: { code: 'forbidden' } },
    ])
    expect(
      (
        await fetch(`${app.url}/api/explain`, {
          method: 'POST',
          headers: { 'x-requested-with': 'goals' },
        })
      ).status,
    ).toBe(401)
  })

  test('lends an administrator a role that no token carries, or makes their browser ask', async () => {
    expect(await explain(admin, { ...goals, role: 'admin' })).toMatchObject([
      403,
      { error: { field: 'role' } },
    ])
    expect(await explain(admin, { ...goals, role: 'member' }, {})).toMatchObject([
      403,
      { error: { code: 'forbidden' } },
    ])
  })
})

test.each([
  ['{', 'JSON'],
  [{ role: 'member' }, 'query'],
  [{ ...goals, role: 'member', variables: 1 }, 'variables'],
  [{ ...goals }, 'role'],
])('a wrong body is refused: %j', async (body, word) => {
  expect(await explain(admin, body)).toMatchObject([
    400,
    { error: { message: expect.stringContaining(word) as string } },
  ])
})

test('the engine explains to its own admin only', async () => {
  const ask = (headers: Record<string, string>) =>
    fetch(`${engine.url}/v1/graphql/explain`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({
        query: goals,
        user: { 'x-hasura-role': 'member', 'X-Hasura-User-Id': userIdFor('bob') },
      }),
    })
  expect((await ask({ 'x-hasura-admin-secret': adminSecret })).status).toBe(200)
  const refused = await ask({
    'x-hasura-admin-secret': adminSecret,
    'x-hasura-role': 'member',
  })
  expect([refused.status, await refused.json()]).toMatchObject([400, { code: 'access-denied' }])
})
