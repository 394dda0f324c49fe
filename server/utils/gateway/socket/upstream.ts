import WebSocket from 'ws'
import { serverConfig } from '../../config.ts'
import { protocolName } from './protocol.ts'
import { maxAnswerSize } from '../upstream/overload.ts'
import { logError } from '../../errors.ts'

/** A message of Hasura. */
export interface HasuraMessage {
  readonly type: string
  readonly id?: string
  readonly payload?: unknown
}

/** A connection to Hasura, for one socket of a client. */
export interface Upstream {
  readonly send: (message: object) => void
  readonly close: () => void
}

/** Hasura has this many milliseconds to accept a connection. */
const timeout = 5000

/**
 * Connects to Hasura in the name of a caller.
 *
 * @param handlers.onMessage gets each message as it came and as it is read; its keep-alives too,
 *   which also keep the client's connection open
 * @param handlers.onClose is called once, whichever side ended the connection; `isTooLarge` when a message
 *   was over the limit
 */
export function connectUpstream(
  caller: { token: string, role: string | undefined },
  handlers: {
    onMessage: (message: HasuraMessage, text: string) => void
    onClose: (isTooLarge: boolean) => void
  },
): Upstream {
  const socket = new WebSocket(
    serverConfig().graphqlEndpoint.replace(/^http/, 'ws'),
    protocolName,
    {
      handshakeTimeout: timeout,
      perMessageDeflate: false,
      maxPayload: maxAnswerSize,
    },
  )
  let isTooLarge = false
  const send = (message: object) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }
  socket.on('open', () => {
    const headers = {
      Authorization: `Bearer ${caller.token}`,
      ...(caller.role !== undefined && { 'X-Hasura-Role': caller.role }),
    }
    send({ type: 'connection_init', payload: { headers } })
  })
  socket.on('message', (data) => {
    const text = String(data)
    const message = JSON.parse(text) as HasuraMessage
    if (message.type === 'ping') send({ type: 'pong' })
    handlers.onMessage(message, text)
  })
  socket.on('error', (error: Error & { code?: string }) => {
    isTooLarge ||= error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'
    if (!isTooLarge) logError('GraphQL gateway, WebSocket to Hasura', error)
  })
  socket.on('close', () => handlers.onClose(isTooLarge))
  return { send, close: () => socket.close(1000) }
}
