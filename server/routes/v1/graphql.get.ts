import { eventHandler, setResponseStatus } from 'h3'
import { serverConfig } from '../../utils/config.ts'
import { GraphqlSocket } from '../../utils/gateway/socket/graphql-socket.ts'
import { protocolName } from '../../utils/gateway/socket/protocol.ts'

const sockets = new Map<string, GraphqlSocket>()

/** WebSocket /v1/graphql, in the protocol graphql-transport-ws. A plain GET finds nothing here. */
export default eventHandler({
  handler: (event) => {
    setResponseStatus(event, 404)
    return {
      errors: [
        {
          message: 'Send a POST, or open a WebSocket.',
          extensions: { code: 'not-found', path: '$' },
        },
      ],
    }
  },
  websocket: {
    upgrade: ({ headers }) => {
      const origin = headers.get('origin')
      if (origin !== null && origin !== serverConfig().baseUrl)
        return new Response(null, { status: 403 })
      const offered =
        headers
          .get('sec-websocket-protocol')
          ?.split(',')
          .map(name => name.trim()) ?? []
      if (offered[0] !== protocolName) return new Response(null, { status: 400 })
    },
    open: (peer) => {
      sockets.set(
        peer.id,
        new GraphqlSocket({
          send: text => void peer.send(text),
          // Where the adapter does not tell, no client may be kept waiting.
          waiting: () => peer.websocket.bufferedAmount ?? Infinity,
          terminate: () => peer.terminate(),
          close: ({ code, reason }) => peer.close(code, reason),
        }),
      )
    },
    message: (peer, message) => sockets.get(peer.id)?.receive(message.text()),
    close: (peer) => {
      sockets.get(peer.id)?.end()
      sockets.delete(peer.id)
    },
    error: (peer) => {
      sockets.get(peer.id)?.end()
      sockets.delete(peer.id)
    },
  },
})
