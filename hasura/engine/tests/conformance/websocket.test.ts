import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseJwtSecret } from '../../index.ts'
import { adminSecret, startTestEngine, type TestEngine } from '../support/engine.ts'
import { openSocket } from '../support/graphql-socket.ts'
import { goalsFixture } from '../support/goals-fixture.ts'

const key = 'a secret of at least thirty-two bytes'

let world: TestEngine
beforeAll(async () => {
  const jwtSecret = parseJwtSecret(JSON.stringify({ type: 'HS256', key }))
  world = await startTestEngine({
    ...goalsFixture,
    options: { jwtSecret, websocketInitTimeout: 300, websocketKeepAlive: 400 },
  })
})
afterAll(() => world.stop())

const admin = { 'x-hasura-admin-secret': adminSecret }
const modern = 'graphql-transport-ws'
const legacy = 'graphql-ws'
const people = '{ people(order_by: {id: asc}) { id } }'
const bothPeople = { people: [{ id: 1 }, { id: 2 }] }

/** A token of Ada's, good for some seconds. */
function token(seconds: number): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = {
    'x-hasura-allowed-roles': ['user'],
    'x-hasura-default-role': 'user',
    'x-hasura-user-id': '1',
  }
  const body = `${encode({ alg: 'HS256' })}.${encode({ 'exp': Date.now() / 1000 + seconds, 'https://hasura.io/jwt/claims': claims })}`
  return `Bearer ${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
}

describe('the protocol', () => {
  test('is the modern one when asked for, else the older one', async () => {
    expect((await openSocket(world.url, modern)).protocol).toBe(modern)
    expect((await openSocket(world.url, legacy)).protocol).toBe(legacy)
  })

  test('runs queries and mutations in the modern words', async () => {
    const socket = await openSocket(world.url, modern, admin)
    socket.send({ type: 'subscribe', id: '1', payload: { query: people } })
    expect(await socket.next()).toEqual({ type: 'next', id: '1', payload: { data: bothPeople } })
    expect(await socket.next()).toEqual({ type: 'complete', id: '1' })
  })

  test('runs them in the older words', async () => {
    const socket = await openSocket(world.url, legacy, admin)
    socket.send({ type: 'start', id: '1', payload: { query: people } })
    expect(await socket.next()).toEqual({ type: 'data', id: '1', payload: { data: bothPeople } })
    expect(await socket.next()).toEqual({ type: 'complete', id: '1' })
  })

  test('answers a ping with its payload', async () => {
    const socket = await openSocket(world.url, modern, admin)
    socket.send({ type: 'ping', payload: { n: 1 } })
    socket.send({ type: 'subscribe', id: '1', payload: { query: people } })
    expect((await socket.next()).type).toBe('next')
  })
})

describe('errors', () => {
  const refusal = {
    message: `field 'nobody' not found in type: 'query_root'`,
    extensions: { path: '$.selectionSet.nobody', code: 'validation-failed' },
  }

  test('of a request', async () => {
    const newer = await openSocket(world.url, modern, admin)
    newer.send({ type: 'subscribe', id: '1', payload: { query: '{ nobody }' } })
    expect(await newer.next()).toEqual({ type: 'error', id: '1', payload: [refusal] })
    expect(await newer.next()).toEqual({ type: 'complete', id: '1' })
    const older = await openSocket(world.url, legacy, admin)
    older.send({ type: 'start', id: '1', payload: { query: '{ nobody }' } })
    expect(await older.next()).toEqual({ type: 'error', id: '1', payload: { errors: [refusal] } })
    expect(await older.next()).toEqual({ type: 'complete', id: '1' })
  })

  test('of a message', async () => {
    const newer = await openSocket(world.url, modern, admin)
    newer.send('{')
    expect((await newer.closed).code).toBe(4400)
    const older = await openSocket(world.url, legacy, admin)
    older.send({ type: 'nonsense' })
    expect(await older.next()).toMatchObject({
      type: 'connection_error',
      payload: expect.stringContaining('parsing ClientMessage failed') as string,
    })
  })

  test('of an id in use', async () => {
    const socket = await openSocket(world.url, legacy, admin)
    const subscription = { type: 'start', id: '1', payload: { query: `subscription ${people}` } }
    socket.send(subscription)
    await socket.next()
    socket.send(subscription)
    expect(await socket.next()).toMatchObject({
      type: 'error',
      id: '1',
      payload: {
        errors: [
          {
            message: 'an operation already exists with this id: 1',
            extensions: { code: 'start-failed' },
          },
        ],
      },
    })
  })

  test('of an operation before the connection is made', async () => {
    const socket = await openSocket(world.url, modern)
    socket.send({ type: 'subscribe', id: '1', payload: { query: people } })
    expect(await socket.next()).toMatchObject({ type: 'error', id: '1' })
    expect((await socket.closed).code).toBe(1000)
  })
})

describe('who is asking', () => {
  test('is told in connection_init, or in the handshake', async () => {
    const socket = await openSocket(world.url, modern, {}, { authorization: token(60) })
    socket.send({ type: 'subscribe', id: '1', payload: { query: people } })
    expect(await socket.next()).toMatchObject({ payload: { data: { people: [{ id: 1 }] } } })
  })

  test('must be told in time', async () => {
    expect((await (await openSocket(world.url, modern)).closed).code).toBe(4408)
    expect((await (await openSocket(world.url, legacy)).closed).code).toBe(1011)
  })

  test('must be known', async () => {
    const newer = await openSocket(world.url, modern)
    newer.send({ type: 'connection_init', payload: {} })
    expect(await newer.closed).toEqual({ code: 4403, reason: '4403: Forbidden' })
    const older = await openSocket(world.url, legacy)
    older.send({ type: 'connection_init', payload: { headers: { authorization: 'Bearer x' } } })
    expect(await older.next()).toMatchObject({ type: 'connection_error' })
    expect((await older.closed).code).toBe(4400)
  })

  test('is fixed for the connection, which ends with the token', async () => {
    const socket = await openSocket(world.url, modern, { authorization: token(0.5) })
    const started = Date.now()
    await socket.closed
    expect(Date.now() - started).toBeLessThan(900)
  })

  test('comes from an allowed origin', async () => {
    const strict = await startTestEngine({
      ...goalsFixture,
      options: { corsDomain: 'https://app.example, https://*.dev.example' },
    })
    try {
      const open = (origin: string) => openSocket(strict.url, modern, admin, { origin })
      await open('https://app.example')
      await open('https://a.dev.example')
      for (const origin of [
        'https://evil.example',
        'https://dev.example',
        'https://a.b.dev.example',
      ])
        await expect(open(origin)).rejects.toThrow('403')
    }
    finally {
      await strict.stop()
    }
  })
})

describe('the end of an operation', () => {
  test('stops its messages, and frees its id', async () => {
    const socket = await openSocket(world.url, modern, admin)
    socket.send({ type: 'subscribe', id: '1', payload: { query: `subscription ${people}` } })
    await socket.next()
    socket.send({ type: 'complete', id: '1' })
    socket.send({ type: 'complete', id: 'unknown' })
    socket.send({ type: 'subscribe', id: '1', payload: { query: people } })
    expect((await socket.next()).type).toBe('next')
    expect(await socket.next()).toEqual({ type: 'complete', id: '1' })
  })

  test('comes to all with new metadata', async () => {
    const socket = await openSocket(world.url, modern, admin)
    await world.engine.reload()
    expect((await socket.closed).code).toBe(1012)
  })
})
