import { isObject } from '../json/json.ts'
import type { GraphQLErrorBody } from '../response/error-body.ts'

/** The messages of a client, common to both protocols. */
export type ClientMessage =
  | { readonly kind: 'init', readonly payload: unknown }
  | {
    readonly kind: 'start'
    readonly id: string
    readonly payload: unknown
  }
  | { readonly kind: 'stop', readonly id: string }
  | { readonly kind: 'terminate' }
  | { readonly kind: 'ping', readonly payload: unknown }
  | { readonly kind: 'pong' }

/** How a WebSocket ends: RFC 6455 code and reason. */
export interface Close {
  readonly code: number
  readonly reason: string
}

/** The reaction to a failure: messages first, then the close code, if any. */
export interface Reaction {
  readonly messages: readonly string[]
  readonly close: Close | undefined
}

/**
 * The server's words in one of the two protocols: `graphql-transport-ws`
 * (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md), and Apollo's older one, which
 * calls itself `graphql-ws`.
 */
export interface Protocol {
  readonly keepAlive: string
  readonly data: (id: string, data: string) => string
  /** The request is refused before execution. */
  readonly requestError: (id: string, error: GraphQLErrorBody) => string
  /** Execution failed. */
  readonly executionError: (id: string, error: GraphQLErrorBody) => string
  /** Whether a subscription goes on after an execution error. */
  readonly outlivesErrors: boolean
  readonly malformed: (problem: string) => Reaction
  readonly forbidden: (reason: string) => Reaction
  readonly initTimeout: Close
  /** After a message that the connection's state does not allow. */
  readonly outOfTurn: Close | undefined
}

export const connectionAck = '{"type":"connection_ack"}'

/** @param id the operation's */
export function complete(id: string): string {
  return message('complete', id)
}

/** @param payload what came with the ping */
export function pong(payload: unknown): string {
  return JSON.stringify(payload === undefined ? { type: 'pong' } : { type: 'pong', payload })
}

export const modernProtocol: Protocol = {
  keepAlive: '{"type":"ping","payload":{"message":"keepalive"}}',
  data: (id, data) => message('next', id, `{"data":${data}}`),
  requestError: (id, error) => message('error', id, JSON.stringify([error])),
  executionError: (id, error) => message('error', id, JSON.stringify([error])),
  outlivesErrors: false,
  malformed: problem => ({
    messages: [],
    close: closing(4400, `4400: Parsing client message failed: ${problem}`),
  }),
  forbidden: () => ({ messages: [], close: { code: 4403, reason: '4403: Forbidden' } }),
  initTimeout: { code: 4408, reason: '4408: Connection initialisation timed out' },
  outOfTurn: { code: 1000, reason: '' },
}

export const legacyProtocol: Protocol = {
  keepAlive: '{"type":"ka"}',
  data: (id, data) => message('data', id, `{"data":${data}}`),
  requestError: (id, error) => message('error', id, JSON.stringify({ errors: [error] })),
  executionError: (id, error) =>
    message('data', id, JSON.stringify({ data: null, errors: [error] })),
  outlivesErrors: true,
  malformed: problem => ({
    messages: [
      JSON.stringify({
        type: 'connection_error',
        payload: `parsing ClientMessage failed: ${problem}`,
      }),
    ],
    close: undefined,
  }),
  forbidden: reason => ({
    messages: [JSON.stringify({ type: 'connection_error', payload: reason })],
    close: closing(4400, reason),
  }),
  initTimeout: { code: 1011, reason: 'Connection initialisation timed out' },
  outOfTurn: undefined,
}

function message(type: string, id: string, payload?: string): string {
  const head = `{"type":"${type}","id":${JSON.stringify(id)}`
  return payload === undefined ? `${head}}` : `${head},"payload":${payload}}`
}

/** A close frame holds at most 123 bytes of reason. */
function closing(code: number, reason: string): Close {
  return {
    code,
    reason: Buffer.from(reason)
      .subarray(0, 123)
      .toString('utf8')
      .replace(/\uFFFD$/, ''),
  }
}

/**
 * Reads a client's message; both protocols' words are understood on either.
 *
 * @throws Error saying what is wrong with it
 */
export function readMessage(message: unknown): ClientMessage {
  if (!isObject(message)) throw new Error('expected a JSON object')
  const { type, id, payload } = message
  switch (type) {
    case 'connection_init':
      return { kind: 'init', payload }
    case 'start':
    case 'subscribe':
      return { kind: 'start', id: identifier(id), payload }
    case 'stop':
    case 'complete':
      return { kind: 'stop', id: identifier(id) }
    case 'connection_terminate':
      return { kind: 'terminate' }
    case 'ping':
      return { kind: 'ping', payload }
    case 'pong':
      return { kind: 'pong' }
    default:
      throw new Error(`unexpected type ${JSON.stringify(type) ?? 'undefined'} of message`)
  }
}

function identifier(id: unknown): string {
  if (typeof id !== 'string') throw new Error('the key "id" must be a string')
  return id
}
