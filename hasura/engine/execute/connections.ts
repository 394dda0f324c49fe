import type pg from 'pg'
import { EngineError } from '../errors.ts'
import { fromPostgres } from './pg-error.ts'

/**
 * A connection with more prepared statements, or more of their text, is replaced, so that neither
 * side collects them.
 */
const maxPreparedStatements = 1000
const maxPreparedCharacters = 4_000_000

/** The prepared statements of a connection. */
interface Prepared {
  readonly names: Set<string>
  characters: number
}

const prepared = new WeakMap<pg.PoolClient, Prepared>()
const broken = new WeakSet<pg.PoolClient>()

/**
 * Lends a connection for `work`. One that failed below SQL is thrown away instead of going back.
 *
 * @param signal gives up waiting for a connection when it aborts
 * @throws EngineError postgres-max-connections-error when none is free in time
 */
export async function withClient<T>(
  pool: pg.Pool,
  signal: AbortSignal | undefined,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connect(pool, signal)
  const onError = () => {
    broken.add(client)
  }
  client.on('error', onError)
  try {
    return await work(client)
  }
  finally {
    client.off('error', onError)
    client.release(isUnusable(client))
  }
}

/** The connection will be closed when its work ends. */
export function discard(client: pg.PoolClient): void {
  broken.add(client)
}

/** Notes a statement that is about to be prepared on a connection. */
export function notePrepared(client: pg.PoolClient, name: string, text: string): void {
  const known = prepared.get(client) ?? { names: new Set(), characters: 0 }
  prepared.set(client, known)
  if (known.names.has(name)) return
  known.names.add(name)
  known.characters += text.length
}

/** The error of a request whose client is gone. */
export function abandoned(): EngineError {
  return new EngineError('unexpected', 'the request was cancelled by its client')
}

function isUnusable(client: pg.PoolClient): boolean {
  const { names, characters } = prepared.get(client) ?? { names: new Set(), characters: 0 }
  return (
    broken.has(client) || names.size > maxPreparedStatements || characters > maxPreparedCharacters
  )
}

async function connect(pool: pg.Pool, signal: AbortSignal | undefined): Promise<pg.PoolClient> {
  if (signal?.aborted) throw abandoned()
  const connecting = pool.connect()
  let giveUp: (() => void) | undefined
  const aborted = new Promise<undefined>((resolve) => {
    giveUp = () => {
      resolve(undefined)
    }
    signal?.addEventListener('abort', giveUp, { once: true })
  })
  try {
    const client = await Promise.race([connecting, aborted])
    if (client) return client
  }
  catch (error) {
    throw fromPostgres(error, undefined, '$')
  }
  finally {
    if (giveUp) signal?.removeEventListener('abort', giveUp)
  }
  // The pool cannot forget who waits: the connection goes back as soon as it comes.
  connecting.then(
    (client) => {
      client.release()
    },
    () => undefined,
  )
  throw abandoned()
}
