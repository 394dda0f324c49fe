import type { WebSocket } from 'ws'

/** Bytes that may wait for a client that does not read, besides the one largest message. */
const maxWaiting = 1024 * 1024

/**
 * The messages on their way to one client. A client that does not read loses its connection before
 * much waits for it; one large message may always be on its way.
 */
export class Outbox {
  readonly #ws: WebSocket
  /** The largest message since nothing waited. */
  #largest = 0

  constructor(ws: WebSocket) {
    this.#ws = ws
  }

  send(message: string): void {
    const waiting = this.#ws.bufferedAmount
    if (waiting === 0) this.#largest = 0
    const size = Buffer.byteLength(message)
    this.#largest = Math.max(this.#largest, size)
    // A closing handshake would wait behind the other messages.
    if (waiting + size - this.#largest > maxWaiting) this.#ws.terminate()
    else this.#ws.send(message)
  }
}
