import { generateKeyPairSync, sign } from 'node:crypto'
import { SignJWT, type JWTPayload } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import { ruleMessages } from '../../../server/utils/gateway/errors/field-messages.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import {
  signIn,
  startTestEnvironment,
  type TestEnvironment,
} from '../../support/test-environment.ts'
import { tokenFor } from '../../support/tokens.ts'

let env: TestEnvironment
let app: AppServer

beforeAll(async () => {
  env = await startTestEnvironment()
  app = await startAppServer(env)
})
afterAll(async () => {
  await app.stop()
  await env.stop()
})
beforeEach(() => {
  env.hasura.received.length = 0
  env.hasura.answer = { status: 200, body: '{"data":{"goals":[]}}' }
})

interface Answer {
  status: number
  headers: Headers
  body: {
    data?: unknown
    errors?: {
      message: string
      extensions: {
        code: string
        path: string
        field?: string
      }
    }[]
  }
}

async function send(
  body: unknown,
  headers: Record<string, string>,
  method = 'POST',
): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${app.url}/v1/graphql`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: text }),
  })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  }
}
const query = { query: '{ goals { id } }' }
const codeOf = ({ status, body }: Answer) => [status, body.errors?.[0]?.extensions.code]

const bearer = async (username: string, changes?: JWTPayload) => ({
  authorization: `Bearer ${await tokenFor(env.provider, username, changes)}`,
})

describe('a request with a valid token', () => {
  test('reaches Hasura as it was checked, with the token and the wanted role', async () => {
    const headers = await bearer('bob')
    const text =
      '{"query": "{ goals { id } } # all", "variables": {"n": 12345678901234567890}, "extensions": {"a": 1}}'
    const answer = await send(text, { ...headers, 'x-hasura-role': 'viewer' })
    expect([answer.status, answer.body]).toEqual([200, { data: { goals: [] } }])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const [received] = env.hasura.received
    expect(received!.body).toBe(
      '{"query":"{\\n  goals {\\n    id\\n  }\\n}","variables":{"n":12345678901234567890}}',
    )
    expect(received!.headers).toMatchObject({
      'authorization': headers.authorization,
      'x-hasura-role': 'viewer',
      'content-type': 'application/json',
    })
  })

  test('carries nothing else that Hasura could believe', async () => {
    const { browser } = await signIn(app.url, 'bob')
    const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
    await send(query, {
      ...(await bearer('bob')),
      cookie,
      'x-hasura-user-id': userIdFor('alice'),
      'x-hasura-admin-secret': 'guess',
      'x-hasura-access-key': 'guess',
      'x-hasura-allowed-roles': 'admin',
      'x-hasura-use-backend-only-permissions': 'true',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-user': 'alice',
      'hasura-client-name': 'x',
    })
    expect(
      Object.keys(env.hasura.received[0]!.headers).filter(name =>
        /hasura|forwarded|cookie/.test(name),
      ),
    ).toEqual([])
  })
})

describe('a token is refused', () => {
  const header = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  test.each([
    [
      'that has expired',
      { exp: Math.floor(Date.now() / 1000) - 1 },
      'Could not verify JWT: JWTExpired',
    ],
    ['that never expires', { exp: undefined }, 'Could not verify JWT'],
    ['for another application', { aud: 'other' }, 'Could not verify JWT'],
    ['of another issuer', { iss: 'https://evil.example/' }, 'Could not verify JWT'],
    ['without an issuer', { iss: undefined }, 'Could not verify JWT'],
  ] as [string, JWTPayload, string][])('%s', async (_name, changes, message) => {
    const answer = await send(query, await bearer('bob', changes))
    expect([answer.status, answer.body]).toEqual([
      401,
      { errors: [{ message, extensions: { code: 'invalid-jwt', path: '$' } }] },
    ])
    expect(env.hasura.received).toEqual([])
  })

  test('with another key, no signature, an unknown key, or the public key as a secret', async () => {
    const [, payload] = (await tokenFor(env.provider, 'bob')).split('.')
    const {
      keys: [key],
    } = (await env.provider.store.keys()).jwks
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const signed = (kid: string) => {
      const content = `${header({ alg: 'RS256', kid })}.${payload}`
      return `${content}.${sign('sha256', Buffer.from(content), stranger).toString('base64url')}`
    }
    const secret = new TextEncoder().encode(key!.n)
    const hs256 = await new SignJWT({
      iss: env.provider.issuer,
      aud: 'goals',
      sub: userIdFor('bob'),
    })
      .setExpirationTime('5m')
      .setProtectedHeader({ alg: 'HS256', kid: key!.kid! })
      .sign(secret)
    for (const token of [
      signed(key!.kid!),
      signed('unknown'),
      `${header({ alg: 'none' })}.${payload}.`,
      hs256,
      'x',
      'a.b.c',
      `${await tokenFor(env.provider, 'bob')}x`,
    ]) {
      expect(codeOf(await send(query, { authorization: `Bearer ${token}` }))).toEqual([
        401,
        'invalid-jwt',
      ])
    }
    expect(env.hasura.received).toEqual([])
  })

  test('when it is missing or malformed, and a cookie does not replace it', async () => {
    const { browser } = await signIn(app.url, 'bob')
    const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
    const wrong: Record<string, string>[] = [
      {},
      { cookie },
      { authorization: '' },
      { authorization: 'Basic x' },
      { authorization: 'Bearer' },
    ]
    for (const headers of wrong) {
      const answer = await send(query, headers)
      expect([...codeOf(answer), answer.headers.get('www-authenticate')]).toEqual([
        401,
        'invalid-headers',
        'Bearer',
      ])
    }
  })
})

describe('a request is refused before Hasura', () => {
  test.each([
    ['malformed JSON', '{"query": ', 400, 'invalid-json'],
    ['no object', '"query"', 400, 'bad-request'],
    ['no query', '{}', 400, 'bad-request'],
    ['a query that is no text', '{"query": 1}', 400, 'bad-request'],
    ['variables that are no object', '{"query": "{ a }", "variables": [1]}', 400, 'bad-request'],
    ['no GraphQL', '{"query": "{ goals"}', 400, 'parse-failed'],
    ['an empty batch', '[]', 400, 'bad-request'],
    [
      'a batch of eleven',
      JSON.stringify(Array.from({ length: 11 }, () => query)),
      400,
      'bad-request',
    ],
    [
      'depth',
      JSON.stringify({ query: `${'{a'.repeat(16)}${'}'.repeat(16)}` }),
      400,
      'limit-exceeded',
    ],
    [
      'aliases',
      JSON.stringify({
        query: `{ x { ${Array.from({ length: 201 }, (_, index) => `a${index}: id`).join(' ')} } }`,
      }),
      400,
      'limit-exceeded',
    ],
    [
      'a thousand times the same field',
      JSON.stringify({ query: `{ ${'goals { id } '.repeat(1000)} }` }),
      400,
      'limit-exceeded',
    ],
    [
      'more than 2 MB',
      JSON.stringify({ query: '{ a }', variables: { text: 'x'.repeat(2_000_000) } }),
      413,
      'limit-exceeded',
    ],
  ])('for %s', async (_name, body, status, code) => {
    expect(codeOf(await send(body, await bearer('bob')))).toEqual([status, code])
    expect(env.hasura.received).toEqual([])
  })

  test('for another content type, so that no form of another site can be a request', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain; application/json',
    ]) {
      expect(codeOf(await send(query, { ...(await bearer('bob')), 'content-type': type }))).toEqual(
        [415, 'invalid-headers'],
      )
    }
  })

  test('which 1 MB of text is not', async () => {
    expect(
      (await send({ ...query, variables: { text: 'x'.repeat(1_000_000) } }, await bearer('bob')))
        .status,
    ).toBe(200)
  })
})

describe('the row of a person who writes before ever signing in', () => {
  const mutation = { query: 'mutation { insert_goals_one(object: {title: "x"}) { id } }' }
  const userRow = async (username: string) =>
    (
      await env.database.pool.query('select username, is_active from users where id = $1', [
        userIdFor(username),
      ])
    ).rows

  test('is made before the mutation, once, also by twenty requests at once', async () => {
    const headers = await bearer('newcomer')
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(mutation, headers)))
    expect(answers.map(answer => answer.status)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(await userRow('newcomer')).toEqual([{ username: 'newcomer', is_active: true }])
    const inbox = await env.database.pool.query('select from goals where created_by = $1', [
      userIdFor('newcomer'),
    ])
    expect(inbox.rowCount).toBe(1)
  })

  test('is not made by a query', async () => {
    await send(query, await bearer('reader'))
    expect(await userRow('reader')).toEqual([])
  })

  test('stays deactivated', async () => {
    await env.database.pool.query(
      'insert into users (id, username, name, is_active) values ($1, \'off\', \'Off\', false)',
      [userIdFor('off')],
    )
    await send([query, mutation], await bearer('off'))
    expect(await userRow('off')).toEqual([{ username: 'off', is_active: false }])
  })
})

describe('errors of the database', () => {
  test('come as messages on a field', async () => {
    env.hasura.answer.body = JSON.stringify({
      errors: [
        {
          message:
            'Check constraint violation. new row for relation "goals" violates check constraint "goals_title_length"',
          extensions: {
            code: 'permission-error',
            path: '$.selectionSet.insert_goals_one.args.object',
            internal: { statement: 'insert …' },
          },
        },
      ],
    })
    const answer = await send(query, await bearer('bob'))
    expect(answer.body).toEqual({
      errors: [
        {
          message: 'Title must be 1 to 500 characters.',
          extensions: {
            code: 'permission-error',
            path: '$.selectionSet.insert_goals_one.args.object',
            field: 'title',
          },
        },
      ],
    })
  })

  test('about its connections come in the gateway\'s words, alone and in a batch', async () => {
    const busy = {
      errors: [
        {
          message: 'max connections reached on postgres',
          extensions: { code: 'postgres-max-connections-error', path: '$' },
        },
      ],
    }
    const message = 'Data is not available at the moment. Try again in a few seconds.'
    env.hasura.answer.body = JSON.stringify(busy)
    const answer = await send(query, await bearer('bob'))
    expect([
      ...codeOf(answer),
      answer.headers.get('retry-after'),
      answer.body.errors![0]!.message,
    ]).toEqual([503, 'unavailable', '5', message])
    env.hasura.answer.body = JSON.stringify([{ data: { goals: [] } }, busy])
    const { status, body } = await send([query, query], await bearer('bob'))
    expect([status, body]).toEqual([
      200,
      [
        { data: { goals: [] } },
        { errors: [{ message, extensions: { code: 'unavailable', path: '$' } }] },
      ],
    ])
  })

  test('have an answer for every constraint and unique index', async () => {
    const { rows } = await env.database.pool.query(`
      select conname as name from pg_constraint where connamespace = 'public'::regnamespace and contype in ('c', 'f', 'p', 'u', 'x')
      union select indexrelid::regclass::text from pg_index join pg_class on pg_class.oid = indrelid where indisunique and relnamespace = 'public'::regnamespace`)
    expect(rows.map(({ name }) => name as string).sort()).toEqual(Object.keys(ruleMessages).sort())
  })

  test('are told from Hasura not being there', async () => {
    await env.hasura.stop()
    const answer = await send(query, await bearer('bob'))
    expect([...codeOf(answer), answer.headers.get('retry-after')]).toEqual([
      503,
      'unavailable',
      '5',
    ])
  })
})
