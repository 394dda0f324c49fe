import net from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'

/**
 * PostgreSQL's code of a cancel request:
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
const cancelRequestCode = 80877102
const cancelTimeout = 5000
/** A request that arrives before its statement is ignored, so it is repeated. Milliseconds. */
const retryPause = 200

/**
 * What PostgreSQL told the client at its start, to name and to prove the backend that it may
 * cancel.
 */
interface BackendKey {
  readonly processID: number
  readonly secretKey: number
}

/** Watches one running statement. */
export interface Cancellation {
  /**
   * To be called when the statement has ended. Resolves when no cancel request is on its way any
   * more, with whether there was one: the connection must then not be lent again, because
   * PostgreSQL delivers cancellation as an asynchronous signal.
   */
  readonly finish: () => Promise<boolean>
}

/**
 * Cancels the statement that `client` runs as soon as `signal` aborts, until `finish` is called.
 */
export function cancelOnAbort(client: pg.PoolClient, signal: AbortSignal): Cancellation {
  let isFinished = false
  let cancelling: Promise<void> | undefined
  const cancel = async () => {
    while (!isFinished) {
      await requestCancel(client as pg.PoolClient & pg.Client)
      if (!isFinished) await setTimeout(retryPause)
    }
  }
  const start = () => {
    cancelling = cancel()
  }
  signal.addEventListener('abort', start, { once: true })
  return {
    finish: async () => {
      isFinished = true
      signal.removeEventListener('abort', start)
      await cancelling
      return cancelling !== undefined
    },
  }
}

/**
 * Sends a cancel request on a connection of its own, which PostgreSQL closes after it has signalled
 * the backend. Like libpq before PostgreSQL 17 it does so without TLS. Never rejects: a request
 * that fails leaves the statement to its time limit.
 */
function requestCancel(client: pg.Client): Promise<void> {
  const { host, port } = client
  const { processID, secretKey } = client as unknown as BackendKey
  const message = Buffer.alloc(16)
  message.writeInt32BE(message.length, 0)
  message.writeInt32BE(cancelRequestCode, 4)
  message.writeInt32BE(processID, 8)
  message.writeInt32BE(secretKey, 12)
  return new Promise((resolve) => {
    const socket = net.connect(
      host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port },
    )
    socket.setTimeout(cancelTimeout, () => {
      socket.destroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      resolve()
    })
    socket.resume().end(message)
  })
}
