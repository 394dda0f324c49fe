import { expect, type BrowserContext, type Page, type WebSocket } from '@playwright/test'

/** What goes over a page's sockets. */
export interface SocketLog {
  /** Sockets that were opened, and those that are open now. */
  opened: () => number
  open: () => number
  /** The most that were open at once. */
  maxOpen: () => number
  /** Answers that have arrived. */
  answers: () => number
  /** Characters that have arrived. */
  received: () => number
  /** Waits until every subscription of an open socket has had its first answer. */
  follows: () => Promise<void>
}

interface Message {
  type: string
  id?: string
}

/** Watches a page's sockets, from before the page is asked for. */
export function watchSockets(page: Page): SocketLog {
  const sockets: WebSocket[] = []
  const gone: WebSocket[] = []
  const open = () => sockets.filter(socket => !socket.isClosed() && !gone.includes(socket))
  const waiting = new Map<WebSocket, Set<string | undefined>>()
  let answers = 0
  let received = 0
  let maxOpen = 0

  // The sockets of a document end with it, which the browser does not tell.
  page.on('domcontentloaded', () => gone.push(...sockets))
  page.on('websocket', (socket) => {
    const ids = new Set<string | undefined>(['connection'])
    sockets.push(socket)
    waiting.set(socket, ids)
    maxOpen = Math.max(maxOpen, open().length)
    socket.on('framesent', ({ payload }) => {
      const { type, id } = JSON.parse(String(payload)) as Message
      if (type === 'subscribe') ids.add(id)
      if (type === 'subscribe') ids.delete('connection')
      if (type === 'complete') ids.delete(id)
    })
    socket.on('framereceived', ({ payload }) => {
      received += String(payload).length
      const { type, id } = JSON.parse(String(payload)) as Message
      if (type === 'next') ids.delete(id)
      if (type === 'next') answers++
    })
  })

  return {
    opened: () => sockets.length,
    open: () => open().length,
    maxOpen: () => maxOpen,
    answers: () => answers,
    received: () => received,
    follows: async () => {
      await expect
        .poll(() => open().map(socket => waiting.get(socket)?.size))
        .toEqual([0])
    },
  }
}

/**
 * Lets the sockets of a page, or of all pages, bring nothing. They stay connected: a page that lost
 * its socket would ask for a token to connect again, and with it learn whose session it is.
 */
export async function silenceSockets(pages: Page | BrowserContext): Promise<void> {
  await pages.routeWebSocket('**/v1/graphql', (socket) => {
    socket.onMessage((message) => {
      const { type } = JSON.parse(String(message)) as Message
      if (type === 'connection_init') socket.send(JSON.stringify({ type: 'connection_ack' }))
      if (type === 'ping') socket.send(JSON.stringify({ type: 'pong' }))
    })
  })
}
