/** The client's end of a socket. */
export interface ClientEnd {
  readonly send: (text: string) => void
  /** Bytes that were sent and that the client has not taken yet. */
  readonly waiting: () => number
  /** Ends the connection without waiting for the client. */
  readonly terminate: () => void
  readonly close: (closing: { readonly code: number, readonly reason: string }) => void
}

/** Bytes that may wait for a client that does not read, besides the one largest message. */
export const maxWaiting = 1_000_000

/** Bytes that may wait for all clients of one person before another large message is too much. */
export const maxShared = 20_000_000

/**
 * The messages on their way to one client. A client that does not read loses its connection before
 * much waits for it; one large message may always be on its way, unless too much waits for the
 * person's other clients.
 */
export class Outbox {
  readonly #client: ClientEnd
  readonly #shared: () => number
  /** The largest message since nothing waited. */
  #largest = 0

  /** @param shared bytes that wait for all clients of the person */
  constructor(client: ClientEnd, shared: () => number) {
    this.#client = client
    this.#shared = shared
  }

  send(text: string): void {
    const waiting = this.#client.waiting()
    if (waiting === 0) this.#largest = 0
    const size = Buffer.byteLength(text)
    this.#largest = Math.max(this.#largest, size)
    const isTooMuch =
      waiting + size - this.#largest > maxWaiting
      || (size > maxWaiting && this.#shared() + size > maxShared)
    // A closing handshake would wait behind the other messages.
    if (isTooMuch) this.#client.terminate()
    else this.#client.send(text)
  }
}
