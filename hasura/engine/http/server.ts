import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { EngineError } from '../errors.ts'
import type { Router } from './router.ts'
import { BodyTooLarge, type HttpRequest, type HttpResponse } from './types.ts'

/** A listening server. */
export interface RunningServer {
  readonly port: number
  readonly url: string
  /** Stops listening and ends every connection. */
  readonly close: () => Promise<void>
}

/** The handlers of requests and WebSocket handshakes. */
export interface ServerHandlers {
  readonly route: Router
  readonly upgrade: (request: http.IncomingMessage, socket: Duplex, head: Buffer) => void
  readonly bodyLimit: number
}

/** Serves on `port` (0 picks a free one) of `host`. */
export async function serve(
  handlers: ServerHandlers,
  port: number,
  host: string,
): Promise<RunningServer> {
  const server = http.createServer((request, response) => {
    handle(handlers, request, response).catch(() => {
      response.destroy()
    })
  })
  server.on('upgrade', (request, socket, head) => {
    handlers.upgrade(request, socket, head)
  })
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n')
  })
  server.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      resolve()
    })
  })
  const address = server.address() as AddressInfo
  return {
    port: address.port,
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

/** Answers one request of Node's server: for a server that the caller already has. */
export async function handle(
  { route, bodyLimit }: Pick<ServerHandlers, 'route' | 'bodyLimit'>,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const answer = await route({
    method: request.method ?? 'GET',
    path: pathOf(request.url ?? '/'),
    headers: request.headers,
    body: () => readAll(request, bodyLimit),
    signal: gone.signal,
  })
  if (gone.signal.aborted) return
  const pieces = typeof answer.body === 'string' ? [answer.body] : answer.body
  const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0)
  response.writeHead(answer.status, { ...answer.headers, 'content-length': length })
  response.cork()
  for (const piece of pieces) response.write(piece)
  response.end()
}

/** The same for the Fetch API. */
export async function handleFetch(
  { route, bodyLimit }: Pick<ServerHandlers, 'route' | 'bodyLimit'>,
  request: Request,
): Promise<Response> {
  const asRequest: HttpRequest = {
    method: request.method,
    path: new URL(request.url).pathname,
    headers: Object.fromEntries(request.headers),
    signal: request.signal,
    body: async () => {
      const bytes = new Uint8Array(await request.arrayBuffer())
      if (bytes.byteLength > bodyLimit) throw new BodyTooLarge(bodyLimit)
      return bytes
    },
  }
  const answer: HttpResponse = await route(asRequest)
  return new Response(answer.status === 204 ? null : bodyText(answer), {
    status: answer.status,
    headers: answer.headers,
  })
}

function bodyText({ body }: HttpResponse): string {
  return typeof body === 'string' ? body : body.join('')
}

/** The path without its query string. */
export function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end === -1 ? url : url.slice(0, end)
}

async function readAll(request: http.IncomingMessage, limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.byteLength
      if (size > limit) throw new BodyTooLarge(limit)
      chunks.push(chunk)
    }
  }
  catch (error) {
    if (error instanceof BodyTooLarge) throw error
    throw new EngineError('bad-request', 'the request ended before its body was complete')
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
}
