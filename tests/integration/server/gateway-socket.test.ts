import type { JWTPayload } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import { maxSockets } from '../../../server/utils/gateway/socket/open-sockets.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { startServerEngine } from '../../support/server-engine.ts'
import { startTestEnvironment, type TestEnvironment } from '../../support/test-environment.ts'
import { tokenFor } from '../../support/tokens.ts'

let env: TestEnvironment
let app: AppServer
let engine: { stop: () => Promise<void> }
const open: WebSocket[] = []

beforeAll(async () => {
  env = await startTestEnvironment()
  engine = await startServerEngine(env)
  app = await startAppServer(env)
})
afterEach(() => open.splice(0).forEach(socket => socket.terminate()))
afterAll(async () => {
  await app.stop()
  await engine.stop()
  await env.stop()
})

interface Message {
  type: string
  id?: string
  payload?: unknown
}

/** A socket with what it receives, and the code with which it ends. */
function connect(options: {
  path?: string
  protocol?: string
  origin?: string
} = {}) {
  const socket = new WebSocket(
    `${app.url.replace('http', 'ws')}${options.path ?? '/v1/graphql'}`,
    options.protocol ?? 'graphql-transport-ws',
    { origin: options.origin ?? app.url },
  )
  open.push(socket)
  const messages: Message[] = []
  const waiting: ((message: Message) => void)[] = []
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Message
    if (message.type === 'ping') return
    const next = waiting.shift()
    if (next) next(message)
    else messages.push(message)
  })
  const closed = new Promise<number>(resolve => socket.on('close', resolve).on('error', () => {}))
  const status = new Promise<number>(resolve =>
    socket
      .on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      .on('open', () => resolve(101)),
  )
  return {
    closed,
    status,
    send: async (message: object | string) => {
      await status
      socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    },
    next: () =>
      new Promise<Message>((resolve) => {
        const message = messages.shift()
        if (message) resolve(message)
        else waiting.push(resolve)
      }),
  }
}

/** The token comes first: a socket has three seconds to introduce itself. */
async function signedIn(username: string, changes?: JWTPayload, payload: object = {}) {
  const authorization = `Bearer ${await tokenFor(env.provider, username, changes)}`
  const socket = connect()
  await socket.send({
    type: 'connection_init',
    payload: { headers: { Authorization: authorization, ...payload } },
  })
  return socket
}
async function ready(username: string) {
  const socket = await signedIn(username)
  expect(await socket.next()).toMatchObject({ type: 'connection_ack' })
  return socket
}
const subscribe = (id: string, query: string, variables = {}) => ({
  type: 'subscribe',
  id,
  payload: { query, variables },
})

describe('a signed-in client', () => {
  test('sees its own rows change, and nobody else\'s', async () => {
    const [bob, eve] = [await ready('bob'), await ready('eve')]
    const insert =
      'mutation ($title: String!) { insert_goals_one(object: {title: $title, horizon: yearly}) { title } }'
    for (const [socket, title] of [
      [bob, 'Sail'],
      [eve, 'Fly'],
    ] as const) {
      await socket.send(subscribe('m', insert, { title }))
      expect(await socket.next()).toEqual({
        type: 'next',
        id: 'm',
        payload: { data: { insert_goals_one: { title } } },
      })
      expect(await socket.next()).toEqual({ type: 'complete', id: 'm' })
    }
    await bob.send(
      subscribe(
        's',
        'subscription { goals(where: {is_inbox: {_eq: false}}, order_by: {title: asc}) { title } }',
      ),
    )
    expect(await bob.next()).toEqual({
      type: 'next',
      id: 's',
      payload: { data: { goals: [{ title: 'Sail' }] } },
    })
    await bob.send(subscribe('m2', insert, { title: 'Row' }))
    const answers = [await bob.next(), await bob.next(), await bob.next()]
    expect(answers).toContainEqual({
      type: 'next',
      id: 's',
      payload: { data: { goals: [{ title: 'Row' }, { title: 'Sail' }] } },
    })
  })

  test('reads errors on fields, as over HTTP', async () => {
    const socket = await ready('bob')
    await socket.send(
      subscribe('1', 'mutation { insert_goals_one(object: {title: "", horizon: yearly}) { id } }'),
    )
    const answer = await socket.next()
    expect(JSON.stringify(answer.payload)).toContain(
      '"message":"Title must be 1 to 500 characters."',
    )
    expect(JSON.stringify(answer.payload)).toContain('"field":"title"')
    expect(JSON.stringify(answer.payload)).not.toContain('goals_title_length')
  })

  test('cannot name another person or the admin secret', async () => {
    const socket = await signedIn('bob', undefined, {
      'x-hasura-user-id': userIdFor('eve'),
      'x-hasura-admin-secret': 'the admin secret of tests',
    })
    expect(await socket.next()).toMatchObject({ type: 'connection_ack' })
    await socket.send(subscribe('1', '{ users { username } }'))
    expect(await socket.next()).toEqual({
      type: 'next',
      id: '1',
      payload: { data: { users: [{ username: 'bob' }] } },
    })
  })

  test('has the limits of HTTP', async () => {
    const socket = await ready('bob')
    await socket.send(subscribe('1', `${'{a'.repeat(16)}${'}'.repeat(16)}`))
    expect(await socket.next()).toMatchObject({
      type: 'error',
      id: '1',
      payload: [{ extensions: { code: 'limit-exceeded' } }],
    })
  })

  test('is answered when it asks for a sign of life', async () => {
    const socket = await ready('bob')
    await socket.send({ type: 'ping' })
    expect(await socket.next()).toEqual({ type: 'pong' })
  })
})

describe('a socket is refused', () => {
  test.each([
    ['from another origin', { origin: 'https://evil.example' }, 403],
    ['from a sister port', { origin: 'http://localhost:1' }, 403],
    ['in another protocol', { protocol: 'graphql-ws' }, 400],
    ['at another path', { path: '/v1alpha1/graphql' }, 404],
    ['at a page', { path: '/' }, 404],
  ])('%s', async (_name, options, status) => {
    expect(await connect(options).status).toBe(status)
  })
})

describe('a socket ends', () => {
  test('with its token', async () => {
    for (let seconds = 2; ; seconds *= 2) {
      const socket = await signedIn('bob', { exp: Math.floor(Date.now() / 1000) + seconds })
      const first = await Promise.race([socket.next(), socket.closed])
      // A busy machine may greet it too late: then the token gets more time.
      if (first === 4403 && seconds < 16) continue
      expect(first).toMatchObject({ type: 'connection_ack' })
      return expect(await socket.closed).toBe(4403)
    }
  })

  test('when its token does not hold', async () => {
    expect(await (await signedIn('bob', { exp: 1 })).closed).toBe(4403)
    const anonymous = connect()
    await anonymous.send({ type: 'connection_init' })
    expect(await anonymous.closed).toBe(4403)
  })

  test('when it says nothing for three seconds', async () => {
    expect(await connect().closed).toBe(4408)
  })

  test.each([
    ['no JSON', '{', 4400],
    ['an unknown message', { type: 'start' }, 4400],
    ['an operation before it introduced itself', subscribe('1', '{ goals { id } }'), 4401],
  ])('when it sends %s', async (_name, message, code) => {
    const socket = connect()
    await socket.send(message)
    expect(await socket.closed).toBe(code)
  })

  test('when it introduces itself twice, or uses an id twice', async () => {
    const twice = await ready('bob')
    await twice.send({ type: 'connection_init' })
    expect(await twice.closed).toBe(4429)
    const same = await ready('bob')
    for (let count = 0; count < 2; count++)
      await same.send(subscribe('1', 'subscription { goals { id } }'))
    expect(await same.closed).toBe(4409)
  })

  test('when its person has too many', async () => {
    const sockets = await Promise.all(Array.from({ length: maxSockets }, () => ready('crowd')))
    expect(await (await signedIn('crowd')).closed).toBe(1013)
    expect(sockets).toHaveLength(maxSockets)
  })
})
