// What comes back over the wire, to the last byte: two answers that must not be told apart are
// compared in this form.
import {
  openSocket,
  type SocketMessage,
} from '../../../hasura/engine/tests/support/graphql-socket.ts'
import type { Person } from './people.ts'
import { credentialsOf, type Transport, type Target } from './target.ts'

/** One operation as a client sends it. */
export interface Operation {
  readonly query: string
  readonly variables?: Record<string, unknown>
}

/** What somebody sends who does more than sign in: other headers, a token of their own. */
export interface Sender {
  readonly target: Target
  readonly transport: Transport
  readonly person: Person
  /** Headers that replace or join those of the person, also below `headers` of connection_init. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * All that a client can see of one operation: status, headers and body, or every message of a
 * socket in its order. A subscription is over with its first message.
 */
export async function exchange(
  { target, transport, person, headers }: Sender,
  operation: Operation,
): Promise<string> {
  const credentials = { ...(await credentialsOf(target, person)), ...headers }
  return transport === 'http'
    ? overHttp(target, credentials, operation)
    : overSocket(target, credentials, operation)
}

async function overHttp(
  { endpoint }: Target,
  headers: Record<string, string>,
  operation: Operation,
): Promise<string> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(operation),
  })
  const seen = [...response.headers]
    .filter(([name]) => name !== 'date')
    .map(([name, value]) => `${name}: ${value}`)
  return [response.status, ...seen, '', await response.text()].join('\n')
}

async function overSocket(
  { endpoint }: Target,
  headers: Record<string, string>,
  operation: Operation,
): Promise<string> {
  const socket = await openSocket(endpoint.replace('/v1/graphql', ''), 'graphql-transport-ws')
  const messages: SocketMessage[] = []
  const isOver = ({ type }: SocketMessage) =>
    ['complete', 'error'].includes(type)
    || (type === 'next' && operation.query.startsWith('subscription'))
  try {
    socket.send({ type: 'connection_init', payload: { headers } })
    for (let isOpen = true; isOpen;) {
      const message = await Promise.race([
        socket.next(),
        socket.closed.then(({ code, reason }) => ({ type: 'closed', payload: { code, reason } })),
      ])
      messages.push(message)
      if (message.type === 'connection_ack')
        socket.send({ type: 'subscribe', id: '1', payload: operation })
      isOpen = message.type !== 'closed' && !isOver(message)
    }
    return messages.map(message => JSON.stringify(message)).join('\n')
  }
  finally {
    socket.close()
    await socket.closed
  }
}
