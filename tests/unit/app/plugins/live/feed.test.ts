import type { AddressInfo } from 'node:net'
import { createRequest, makeOperation, type OperationResult } from '@urql/core'
import { createClient, type Client } from 'graphql-ws'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { createLiveFeed, type LiveFeed } from '../../../../../app/plugins/live/feed.ts'

/** A subscription as the server sees it. */
interface Subscription {
  field: string
  socket: WebSocket
  id: string
}

/** A server that answers when the test says so, by a real socket. */
let server: WebSocketServer
let subscriptions: Subscription[]
let client: Client
let feed: LiveFeed
let pushed: OperationResult[]

const figures = makeOperation('query', createRequest('query Figures { open done }', {}), {
  url: 'http://localhost/v1/graphql',
  requestPolicy: 'cache-first',
})

beforeEach(async () => {
  subscriptions = []
  pushed = []
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', socket =>
    socket.on('message', text => take(socket, JSON.parse(String(text)) as Message)),
  )
  await new Promise(resolve => server.once('listening', resolve))
  client = createClient({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    webSocketImpl: WebSocket,
    retryAttempts: Infinity,
    retryWait: () => Promise.resolve(),
    shouldRetry: () => true,
  })
  feed = createLiveFeed(client, answer => pushed.push(answer))
})

afterEach(async () => {
  feed.close()
  // Rejected where no connection could be made.
  await Promise.resolve(client.dispose()).catch(() => undefined)
  server.close()
})

interface Message {
  type: string
  id: string
  payload: { query: string }
}

function take(socket: WebSocket, { type, id, payload }: Message): void {
  if (type === 'connection_init') socket.send('{"type":"connection_ack"}')
  const field = /\{\s*(\w+)/.exec(payload?.query ?? '')?.[1] ?? ''
  if (type === 'subscribe') subscriptions.push({ field, socket, id })
  if (type === 'complete') subscriptions = subscriptions.filter(item => item.id !== id)
}

/** The server's next answer for a field. */
function answer(field: string, value: number): void {
  for (const { socket, id } of subscriptions.filter(item => item.field === field))
    socket.send(JSON.stringify({ type: 'next', id, payload: { data: { [field]: value } } }))
}

/** Follows and waits until the server knows. */
async function follow(): Promise<void> {
  feed.follow(figures)
  await vi.waitUntil(() => subscriptions.length === 2)
}

const told = () => pushed.map(({ data }) => data as unknown)

test('tells nothing before every field is there, then each change with all fields', async () => {
  await follow()
  answer('open', 3)
  answer('open', 4)
  expect(feed.delivers(figures.key)).toBe(false)
  answer('done', 1)
  await vi.waitUntil(() => pushed.length === 1)
  answer('done', 2)
  await vi.waitUntil(() => pushed.length === 2)
  expect(told()).toEqual([
    { open: 4, done: 1 },
    { open: 4, done: 2 },
  ])
  expect(feed.delivers(figures.key)).toBe(true)
  expect(pushed[0]?.operation).toBe(figures)
})

test('tells together what one write changes', async () => {
  await follow()
  answer('open', 3)
  answer('done', 1)
  await vi.waitUntil(() => pushed.length === 1)
  answer('open', 2)
  answer('done', 2)
  await vi.waitUntil(() => pushed.length === 2)
  expect(told().at(-1)).toEqual({ open: 2, done: 2 })
})

test('a lost connection delivers nothing, and comes back with all that is new', async () => {
  await follow()
  answer('open', 3)
  answer('done', 1)
  await vi.waitUntil(() => pushed.length === 1)
  const [lost] = subscriptions.splice(0)
  lost?.socket.terminate()
  await vi.waitUntil(() => !feed.delivers(figures.key))
  await vi.waitUntil(() => subscriptions.length === 2)
  answer('open', 5)
  expect(feed.delivers(figures.key)).toBe(false)
  answer('done', 0)
  await vi.waitUntil(() => feed.delivers(figures.key))
  await vi.waitUntil(() => pushed.length === 2)
  expect(told().at(-1)).toEqual({ open: 5, done: 0 })
})

test('never delivers while no connection can be made', async () => {
  server.removeAllListeners('connection').on('connection', socket => socket.close(1013))
  feed.follow(figures)
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(feed.delivers(figures.key)).toBe(false)
})

test('a field that is refused ends the others, and the query is not delivered', async () => {
  await follow()
  const [first] = subscriptions
  first?.socket.send(
    JSON.stringify({ type: 'error', id: first.id, payload: [{ message: 'Too many.' }] }),
  )
  await vi.waitUntil(() => subscriptions.every(({ id }) => id === first?.id))
  expect(feed.delivers(figures.key)).toBe(false)
  expect(pushed).toEqual([])
})

test('a query that is left, and a feed that is paused, have no subscriptions', async () => {
  await follow()
  feed.leave(figures.key)
  await vi.waitUntil(() => subscriptions.length === 0)

  await follow()
  feed.pause()
  await vi.waitUntil(() => subscriptions.length === 0)
  feed.resume()
  await vi.waitUntil(() => subscriptions.length === 2)
  answer('open', 3)
  answer('done', 1)
  feed.close()
  await vi.waitUntil(() => subscriptions.length === 0)
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(pushed).toEqual([])
})
