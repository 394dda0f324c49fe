import { WebSocket } from 'ws'

/** A message of either WebSocket protocol. */
export interface SocketMessage {
  readonly type: string
  readonly id?: string
  readonly payload?: unknown
}

/** A GraphQL client that shows every message. */
export interface GraphQLSocket {
  readonly protocol: string
  readonly send: (message: object | string) => void
  /**
   * The next message; keep-alive messages are left out. Rejects when none comes within twenty seconds.
   */
  readonly next: () => Promise<SocketMessage>
  /** Messages that arrived and were not asked for. */
  readonly waiting: () => readonly SocketMessage[]
  /** Resolves with the code when the server closes. */
  readonly closed: Promise<{ readonly code: number, readonly reason: string }>
  readonly close: () => void
}

const signsOfLife = new Set(['ka', 'ping', 'pong'])

/** Opens a socket; with `headers` it also authenticates and waits for the acknowledgement. */
export async function openSocket(
  url: string,
  protocol: string,
  headers?: Readonly<Record<string, string>>,
  handshake: Readonly<Record<string, string>> = {},
): Promise<GraphQLSocket> {
  const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/graphql`, protocol, {
    headers: handshake,
  })
  const inbox: SocketMessage[] = []
  let wake = () => {}
  ws.on('message', (data) => {
    const message = JSON.parse(String(data as Buffer)) as SocketMessage
    if (signsOfLife.has(message.type)) return
    inbox.push(message)
    wake()
  })
  const closed = new Promise<{ code: number, reason: string }>((resolve) => {
    ws.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString() })
    })
  })
  await new Promise<void>((resolve, reject) => {
    ws.once('open', () => {
      resolve()
    })
    ws.once('error', reject)
  })
  const socket: GraphQLSocket = {
    protocol: ws.protocol,
    send: (message) => {
      ws.send(typeof message === 'string' ? message : JSON.stringify(message))
    },
    next: async () => {
      if (inbox.length === 0) await arrival(resume => (wake = resume))
      return inbox.shift() as SocketMessage
    },
    waiting: () => inbox,
    closed,
    close: () => {
      ws.close()
    },
  }
  if (headers) {
    socket.send({ type: 'connection_init', payload: { headers } })
    const answer = await socket.next()
    if (answer.type !== 'connection_ack')
      throw new Error(`expected connection_ack, not ${JSON.stringify(answer)}`)
  }
  return socket
}

function arrival(listen: (resume: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('no message within twenty seconds'))
    }, 20_000)
    listen(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
