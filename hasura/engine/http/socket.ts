import type { WebSocket } from 'ws'
import { EngineError } from '../errors.ts'
import { parseRequestJson } from '../document/request.ts'
import { isObject } from '../json/json.ts'
import type { Connection, Pipeline } from '../pipeline.ts'
import { asEngineError, graphqlError } from '../response/error-body.ts'
import type { RequestHeaders } from '../session/types.ts'
import type { Subscriber } from '../subscription/types.ts'
import type { Stop } from '../changes/types.ts'
import { Outbox } from './outbox.ts'
import {
  complete,
  connectionAck,
  pong,
  readMessage,
  type Close,
  type Protocol,
  type Reaction,
} from './protocol.ts'

/** The part of the server that a socket uses. */
export interface SocketContext {
  readonly pipeline: Pipeline
  readonly settings: { readonly websocketInitTimeout: number }
}

type State =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'authenticating' }
  | { readonly kind: 'ready', readonly connection: Connection }
  | { readonly kind: 'closed' }

const maxTimer = 2 ** 31 - 1

/**
 * One client's connection: who it is, decided once by `connection_init`, and its operations by id.
 */
export class Socket {
  readonly #ws: WebSocket
  readonly #outbox: Outbox
  readonly #protocol: Protocol
  readonly #handshake: RequestHeaders
  readonly #context: SocketContext
  readonly #operations = new Map<string, Stop>()
  #state: State = { kind: 'waiting' }
  #timer: NodeJS.Timeout

  constructor(
    ws: WebSocket,
    protocol: Protocol,
    handshake: RequestHeaders,
    context: SocketContext,
  ) {
    this.#ws = ws
    this.#outbox = new Outbox(ws)
    this.#protocol = protocol
    this.#handshake = handshake
    this.#context = context
    this.#timer = setTimeout(() => {
      this.close(protocol.initTimeout)
    }, context.settings.websocketInitTimeout)
    ws.on('message', (data, isBinary) => {
      this.#receive(isBinary ? undefined : String(data as Buffer))
    })
    ws.on('close', () => {
      this.#ended()
    })
    ws.on('error', () => {
      ws.terminate()
    })
  }

  /** A keep-alive, once the client is known. */
  keepAlive(): void {
    if (this.#state.kind === 'ready') this.#send(this.#protocol.keepAlive)
  }

  close({ code, reason }: Close): void {
    this.#ws.close(code, reason)
    this.#ended()
  }

  #ended(): void {
    this.#state = { kind: 'closed' }
    clearTimeout(this.#timer)
    for (const stop of this.#operations.values()) stop()
    this.#operations.clear()
  }

  #send(message: string): void {
    if (this.#state.kind !== 'closed') this.#outbox.send(message)
  }

  #react({ messages, close }: Reaction): void {
    for (const message of messages) this.#send(message)
    if (close) this.close(close)
  }

  #receive(text: string | undefined): void {
    if (this.#state.kind === 'closed') return
    let message
    try {
      if (text === undefined) throw new Error('expected text')
      message = readMessage(parseRequestJson(text))
    }
    catch (error) {
      this.#react(this.#protocol.malformed((error as Error).message))
      return
    }
    switch (message.kind) {
      case 'init':
        void this.#connect(message.payload)
        break
      case 'start':
        void this.#start(message.id, message.payload)
        break
      case 'stop':
        this.#stop(message.id)
        break
      case 'terminate':
        this.close({ code: 1000, reason: 'GQL_CONNECTION_TERMINATE' })
        break
      case 'ping':
        this.#send(pong(message.payload))
        break
      case 'pong':
        break
    }
  }

  async #connect(payload: unknown): Promise<void> {
    if (this.#state.kind !== 'waiting') {
      if (this.#protocol.outOfTurn)
        this.close({ code: 4429, reason: '4429: Too many initialisation requests' })
      return
    }
    this.#state = { kind: 'authenticating' }
    try {
      const connection = await this.#context.pipeline.connect({
        ...this.#handshake,
        ...headersOf(payload),
      })
      if (!this.#isAuthenticating()) return
      this.#state = { kind: 'ready', connection }
      this.#closeAtExpiry(connection)
      this.#send(connectionAck)
      this.#send(this.#protocol.keepAlive)
    }
    catch (error) {
      this.#react(this.#protocol.forbidden(asEngineError(error).message))
    }
  }

  /** The socket may have been closed while the token was verified. */
  #isAuthenticating(): boolean {
    return this.#state.kind === 'authenticating'
  }

  #closeAtExpiry({ expiresAt }: Connection): void {
    clearTimeout(this.#timer)
    if (expiresAt === undefined) return
    this.#timer = setTimeout(
      () => {
        this.close({ code: 1000, reason: 'Could not verify JWT: JWTExpired' })
      },
      Math.min(Math.max(0, expiresAt - Date.now()), maxTimer),
    )
  }

  async #start(id: string, payload: unknown): Promise<void> {
    if (this.#state.kind !== 'ready')
      return this.#refuse(id, 'start received before the connection is initialised')
    if (this.#operations.has(id))
      return this.#refuse(id, `an operation already exists with this id: ${id}`)
    const { connection } = this.#state
    const stopped = new AbortController()
    const { signal } = stopped
    this.#operations.set(id, () => {
      stopped.abort()
    })
    try {
      const prepared = connection.start(payload)
      if (prepared.kind === 'subscription') {
        this.#operations.set(id, this.#subscribe(id, connection, prepared.subscribe))
        return
      }
      const result = await prepared.run(signal).then(
        data => this.#protocol.data(id, data.join('')),
        (error: unknown) => this.#protocol.executionError(id, graphqlError(connection.failure(error))),
      )
      if (signal.aborted) return
      this.#send(result)
    }
    catch (error) {
      this.#send(this.#protocol.requestError(id, graphqlError(connection.failure(error))))
    }
    this.#finish(id)
  }

  #subscribe(
    id: string,
    connection: Connection,
    subscribe: (subscriber: Subscriber) => Stop,
  ): Stop {
    return subscribe({
      next: (data) => {
        this.#send(this.#protocol.data(id, data))
      },
      error: (error) => {
        this.#send(this.#protocol.executionError(id, graphqlError(connection.failure(error))))
        if (!this.#protocol.outlivesErrors) this.#stop(id)
      },
    })
  }

  #refuse(id: string, message: string): void {
    const error = new EngineError('start-failed', message)
    this.#send(this.#protocol.requestError(id, graphqlError({ error, showsInternal: false })))
    this.#send(complete(id))
    if (this.#protocol.outOfTurn) this.close(this.#protocol.outOfTurn)
  }

  #stop(id: string): void {
    this.#operations.get(id)?.()
    this.#operations.delete(id)
  }

  #finish(id: string): void {
    this.#operations.delete(id)
    this.#send(complete(id))
  }
}

/** Headers in `connection_init`'s payload; they win over the handshake's. */
function headersOf(payload: unknown): RequestHeaders {
  const headers = isObject(payload) ? payload.headers : undefined
  if (!isObject(headers)) return {}
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([, value]) => typeof value === 'string')
      .map(([name, value]) => [name.toLowerCase(), value as string]),
  )
}
