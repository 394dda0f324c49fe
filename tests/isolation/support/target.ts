// The GraphQL engine under proof, behind the two transports through which people reach it.
import { createClient, type Client } from 'graphql-ws'
import { setTimeout as pause } from 'node:timers/promises'
import WebSocket from 'ws'
import type { Person } from './people.ts'

/** A GraphQL result, errors included; `data` is undefined where Hasura sends none. */
export interface Answer {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly {
    readonly message: string
    readonly extensions?: { readonly code?: string, readonly path?: string }
  }[]
}

/** The two transports of `/v1/graphql`. */
export type Transport = 'http' | 'websocket'

/**
 * A document sent by a person through a transport. A subscription's first result is its answer.
 *
 * @param silentAfter milliseconds after which a subscription that said nothing is ended, with `{}`
 *   for its answer
 */
export type Send = (
  transport: Transport,
  person: Person,
  query: string,
  silentAfter?: number,
) => Promise<Answer>

/**
 * Documents sent by a person through a transport, one carried out after another: over HTTP as one
 * batch.
 */
export type SendAll = (
  transport: Transport,
  person: Person,
  queries: readonly string[],
) => Promise<Answer[]>

/** A subscription that a person keeps open over a WebSocket. */
export type Follow = (person: Person, query: string) => Promise<Following>

/** What a subscription says. */
export interface Following {
  /** Resolves with the last result once it is as wanted, or after five seconds with whatever it is. */
  readonly until: (isWanted: (answer: Answer) => boolean) => Promise<Answer>
  readonly stop: () => void
}

/** What is to be probed: an engine, or the application's gateway before one. */
export interface Target {
  /** Printed in the report: which engine was under proof. */
  readonly name: string
  /** Undefined where nothing tells it. */
  readonly version: string | undefined
  /** The address of `/v1/graphql`. */
  readonly endpoint: string
  /** The token with which a person comes; undefined for whoever has none. */
  readonly tokenOf: (person: Person) => Promise<string | undefined>
}

/** Opens both transports of a target. `close` ends all sockets. */
export function openTransports(target: Target): {
  send: Send
  sendAll: SendAll
  follow: Follow
  close: () => Promise<void>
} {
  const sockets = new Map<Person, Client>()
  const known = new Map<Person, Promise<Record<string, string>>>()
  const credentials = (person: Person) =>
    remember(known, person, () => credentialsOf(target, person))

  const socketOf = (person: Person) =>
    remember(sockets, person, () =>
      createClient({
        url: target.endpoint.replace(/^http/, 'ws'),
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        lazyCloseTimeout: 60_000,
        connectionParams: async () => ({ headers: await credentials(person) }),
      }),
    )

  const send: Send = async (transport, person, query, silentAfter) => {
    if (transport === 'websocket') return first(socketOf(person), query, silentAfter)
    return (await post(target.endpoint, await credentials(person), { query })) as Answer
  }
  const sendAll: SendAll = async (transport, person, queries) => {
    if (transport === 'http' && queries.length > 1) {
      const batch = queries.map(query => ({ query }))
      const answers = await post(target.endpoint, await credentials(person), batch)
      if (Array.isArray(answers)) return answers
      if (!person.role) return queries.map(() => answers as Answer)
    }
    const answers: Answer[] = []
    for (const query of queries) answers.push(await send(transport, person, query))
    return answers
  }
  return {
    send,
    sendAll,
    follow: (person, query) => follow(socketOf(person), query),
    close: async () => {
      for (const socket of sockets.values()) await socket.dispose()
    },
  }
}

/** The headers by which a target knows a person. */
export async function credentialsOf(
  target: Target,
  person: Person,
): Promise<Record<string, string>> {
  const token = await target.tokenOf(person)
  return {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(person.role && { 'x-hasura-role': person.role }),
  }
}

/** What an engine says of itself at `/v1/version`, as Hasura has it: `Hasura (ce)`, `v2.51.5`. */
export async function introduce(endpoint: string): Promise<Pick<Target, 'name' | 'version'>> {
  const answer = (await fetch(new URL('version', endpoint))
    .then(response => response.json())
    .catch(() => undefined)) as { server_type?: unknown, version?: unknown } | undefined
  if (typeof answer?.version !== 'string')
    return { name: 'an engine that does not say which it is', version: undefined }
  return {
    name:
      answer.server_type === 'embedded'
        ? 'the embedded engine'
        : `Hasura (${String(answer.server_type)})`,
    version: answer.version,
  }
}

/** Milliseconds in which an engine must have answered, however slow its machine. */
const patience = 60_000

async function post(
  endpoint: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  })
  return response.json()
}

/**
 * The first result of an operation over a socket; a refused connection is an answer with errors, as
 * over HTTP.
 */
async function first(socket: Client, query: string, silentAfter?: number): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer) => {
      clearTimeout(silence)
      unsubscribe()
      resolve(answer)
    }
    const silence =
      silentAfter === undefined ? undefined : setTimeout(() => settle({}), silentAfter)
    const unsubscribe = socket.subscribe<Record<string, unknown>>(
      { query },
      {
        next: result => settle(result as Answer),
        error: error =>
          settle({ errors: Array.isArray(error) ? error : [{ message: reasonOf(error) }] }),
        complete: () => settle({ errors: [{ message: 'completed without a result' }] }),
      },
    )
  })
}

/** Resolves with the first result. */
async function follow(socket: Client, query: string): Promise<Following> {
  let last: Answer = {}
  let notify = () => {}
  const changed = () => new Promise<void>(resolve => (notify = resolve))
  const first = changed()
  const take = (answer: Answer) => {
    last = answer
    notify()
  }
  const stop = socket.subscribe<Record<string, unknown>>(
    { query },
    {
      next: result => take(result as Answer),
      error: error => take({ errors: [{ message: reasonOf(error) }] }),
      complete: () => {},
    },
  )
  await first
  return {
    stop,
    until: async (isWanted) => {
      const deadline = Date.now() + 5000
      while (!isWanted(last) && Date.now() < deadline)
        await Promise.race([changed(), pause(deadline - Date.now())])
      return last
    },
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message
  return (error as { reason?: string }).reason ?? 'the connection was closed'
}

function remember<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
