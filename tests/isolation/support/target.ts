// The GraphQL engine under proof, behind the two doors through which people reach it.
import { createClient, type Client } from 'graphql-ws'
import { SignJWT } from 'jose'
import WebSocket from 'ws'
import type { Person } from './people.ts'

/** A GraphQL result, errors included; `data` is undefined where Hasura sends none. */
export interface Answer {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly { readonly message: string, readonly extensions?: { readonly code?: string, readonly path?: string } }[]
}

/** The two transports of `/v1/graphql`. */
export type Door = 'http' | 'websocket'

/** A document sent by a person through a door. A subscription's first result is its answer. */
export type Send = (door: Door, person: Person, query: string, variables?: Record<string, unknown>) => Promise<Answer>

/** An engine to be probed, and the key with which tokens are signed that it trusts (HS256). */
export interface Target {
  /** Printed in the report: which engine was under proof. */
  readonly name: string
  readonly endpoint: string
  readonly signingKey: Uint8Array
  readonly issuer?: string
  readonly audience?: string
}

const foreignKey = new TextEncoder().encode('a key that no engine was ever told about, 32 bytes')
const allowedRoles = { org_admin: ['org_admin', 'member', 'viewer'], member: ['member', 'viewer'], viewer: ['viewer'] }

/** Opens both doors of a target. `close` ends all sockets. */
export function openDoors(target: Target): { send: Send, close: () => Promise<void> } {
  const sockets = new Map<Person, Client>()
  const tokens = new Map<Person, Promise<string | undefined>>()
  const tokenOf = (person: Person) => remember(tokens, person, () => tokenFor(target, person))

  const send: Send = async (door, person, query, variables) => {
    const headers = headersOf(person, await tokenOf(person))
    if (door === 'http') return post(target.endpoint, headers, query, variables)
    const socket = remember(sockets, person, () => createClient({
      url: target.endpoint.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, lazyCloseTimeout: 60_000,
      connectionParams: async () => ({ headers: headersOf(person, await tokenOf(person)) }),
    }))
    return first(socket, query, variables)
  }
  return { send, close: async () => { for (const socket of sockets.values()) await socket.dispose() } }
}

function headersOf(person: Person, token: string | undefined): Record<string, string> {
  return { ...token && { authorization: `Bearer ${token}` }, ...person.role && { 'x-hasura-role': person.role } }
}

async function tokenFor(target: Target, person: Person): Promise<string | undefined> {
  if (person.name === 'anonymous') return undefined
  const role = person.role ?? 'member'
  const top = person.relation.startsWith('administrator') ? 'org_admin' : role
  const claims = { 'x-hasura-user-id': person.id, 'x-hasura-default-role': top, 'x-hasura-allowed-roles': allowedRoles[top] }
  const token = new SignJWT({ 'https://hasura.io/jwt/claims': claims }).setProtectedHeader({ alg: 'HS256' }).setSubject(person.id).setExpirationTime('1h')
  if (target.issuer) token.setIssuer(target.issuer)
  if (target.audience) token.setAudience(target.audience)
  return token.sign(person.role ? target.signingKey : foreignKey)
}

async function post(endpoint: string, headers: Record<string, string>, query: string, variables?: Record<string, unknown>): Promise<Answer> {
  const response = await fetch(endpoint, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) })
  return await response.json() as Answer
}

/** The first result of an operation over a socket; a refused connection is an answer with errors, as over HTTP. */
async function first(socket: Client, query: string, variables?: Record<string, unknown>): Promise<Answer> {
  return new Promise((resolve) => {
    let answer: Answer | undefined
    const unsubscribe = socket.subscribe<Record<string, unknown>>({ query, variables }, {
      next: (result) => {
        answer = result as Answer
        unsubscribe()
        resolve(answer)
      },
      error: error => resolve({ errors: Array.isArray(error) ? error : [{ message: reasonOf(error) }] }),
      complete: () => resolve(answer ?? { errors: [{ message: 'completed without a result' }] }),
    })
  })
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
