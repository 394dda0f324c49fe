import type http from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { originCheck } from '../options/origins.ts'
import { legacyProtocol, modernProtocol } from './protocol.ts'
import { pathOf } from './server.ts'
import { Socket, type SocketContext } from './socket.ts'

/** Settings of WebSockets; see {@link EngineOptions}. */
export interface SocketSettings {
  readonly corsDomain: string
  readonly bodyLimit: number
  readonly websocketKeepAlive: number
}

/** The WebSocket side of the engine. */
export interface Sockets {
  readonly upgrade: (request: http.IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Ends all sockets: code 1012 tells clients to come back. */
  readonly closeAll: (reason: string) => void
  readonly close: () => void
}

const modernName = 'graphql-transport-ws'
/** Keep-alives are spread over the interval, so that many sockets never speak in one burst. */
const keepAlivePortions = 20

/** Accepts WebSockets on `/v1/graphql` in either protocol. */
export function createSockets(context: SocketContext, settings: SocketSettings): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: settings.bodyLimit,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: offered => (offered.has(modernName) ? modernName : 'graphql-ws'),
  })
  const allowed = originCheck(settings.corsDomain)
  const portions = Array.from({ length: keepAlivePortions }, () => new Set<Socket>())
  let turn = 0
  const timer = setInterval(() => {
    turn = (turn + 1) % keepAlivePortions
    for (const socket of portions[turn] as Set<Socket>) socket.keepAlive()
  }, settings.websocketKeepAlive / keepAlivePortions).unref()
  const closeAll = (reason: string) => {
    for (const portion of portions)
      for (const socket of portion) socket.close({ code: 1012, reason })
  }
  return {
    upgrade: (request, stream, head) => {
      const { origin } = request.headers
      if (!['/v1/graphql', '/v1alpha1/graphql'].includes(pathOf(request.url ?? '/')))
        return refuse(stream, 404, 'Not Found')
      if (origin !== undefined && !allowed(origin)) return refuse(stream, 403, 'Forbidden')
      server.handleUpgrade(request, stream, head, (ws) => {
        const socket = new Socket(
          ws,
          ws.protocol === modernName ? modernProtocol : legacyProtocol,
          request.headers,
          context,
        )
        const portion = portions[Math.floor(Math.random() * keepAlivePortions)] as Set<Socket>
        portion.add(socket)
        ws.on('close', () => {
          portion.delete(socket)
        })
      })
    },
    closeAll,
    close: () => {
      clearInterval(timer)
      closeAll('the server stops')
    },
  }
}

function refuse(stream: Duplex, status: number, text: string): void {
  stream.end(`HTTP/1.1 ${status} ${text}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
