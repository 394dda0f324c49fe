/** The client's end of a socket. */
export interface ClientEnd {
  send: (text: string) => void
  /** Bytes that were sent and that the client has not taken yet. */
  waiting: () => number
  /** Ends the connection without waiting for the client. */
  terminate: () => void
  close: (closing: { code: number, reason: string }) => void
}

/** What may wait for a client that does not read, besides the one largest message. Bytes. */
const maxWaiting = 1_000_000

/**
 * The messages on their way to one client. A client that does not read loses its connection before
 * much waits for it; one large message may always be on its way.
 */
export class Outbox {
  readonly #client: ClientEnd
  /** The largest message since nothing waited. */
  #largest = 0

  constructor(client: ClientEnd) {
    this.#client = client
  }

  send(text: string): void {
    const waiting = this.#client.waiting()
    if (waiting === 0) this.#largest = 0
    const size = Buffer.byteLength(text)
    this.#largest = Math.max(this.#largest, size)
    // A closing handshake would wait behind the other messages.
    if (waiting + size - this.#largest > maxWaiting) this.#client.terminate()
    else this.#client.send(text)
  }
}
