import { fileURLToPath } from 'node:url'
import { createClient } from 'graphql-ws'
import pg from 'pg'
import { vi } from 'vitest'
import WebSocket from 'ws'
import type { EngineOptions } from '../../../hasura/engine/index.ts'
import { adminSecret, startEngine } from '../../../hasura/engine/tests/support/engine.ts'
import { createTestDatabase } from '../../support/database.ts'

/** A live query of a person of role `member`. */
export interface LiveSubscriber {
  /** The person's id. */
  readonly person: string
  /** JSON of the last result; undefined before the first. */
  readonly last: () => string | undefined
  /** The same query, asked now. */
  readonly fresh: () => Promise<string>
  readonly stop: () => void
}

/** The engine on the project's own schema and metadata, with live queries that are never polled. */
export interface LiveEngine {
  readonly pool: pg.Pool
  readonly databaseUrl: string
  /** `selection` is what stands in the braces of a query. */
  readonly subscribe: (
    person: string,
    selection: string,
    variables?: Record<string, unknown>,
  ) => LiveSubscriber
  /** Values of every cohort that was read, a text each, in order; may be emptied. */
  readonly reads: string[]
  readonly stop: () => Promise<void>
}

const metadata = fileURLToPath(new URL('../../../hasura/metadata', import.meta.url))
/** Longer than any test: what is not woken is not read. */
const never = 3_600_000

/** Starts it on a fresh, migrated database. One at a time: it looks at what `pg` sends. */
export async function startLiveEngine(options: Partial<EngineOptions> = {}): Promise<LiveEngine> {
  const { url: databaseUrl, pool, drop } = await createTestDatabase()
  const polls = { liveQueryInterval: never, safetyInterval: never }
  const { url, ask, stop } = await startEngine({ databaseUrl, metadata, ...polls, ...options })
  const { reads, restore } = recordReads()
  const sockets = new Map<string, ReturnType<typeof openSocket>>()
  const socketOf = (person: string) => {
    const socket = sockets.get(person) ?? openSocket(url, person)
    sockets.set(person, socket)
    return socket
  }
  return {
    pool,
    databaseUrl,
    reads,
    subscribe: (person, selection, variables = {}) => {
      const [, heading = '', body = ''] = /^(\([^{]*\) )?(\{[^]*)$/.exec(selection) ?? []
      let last: string | undefined
      const keep = (result: unknown) => {
        last = JSON.stringify(result)
      }
      return {
        person,
        last: () => last,
        fresh: async () =>
          JSON.stringify(
            await ask('member', `query Live${heading} ${body}`, {
              session: { 'user-id': person },
              variables,
            }),
          ),
        stop: socketOf(person).subscribe(
          { query: `subscription Live${heading} ${body}`, variables },
          { next: keep, error: keep, complete: () => undefined },
        ),
      }
    },
    stop: async () => {
      for (const socket of sockets.values()) await socket.dispose()
      restore()
      await stop()
      await drop()
    },
  }
}

/** One a person, so that a query that is stopped is over before the person's next one begins. */
const openSocket = (url: string, person: string) =>
  createClient({
    url: `${url.replace('http', 'ws')}/v1/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    connectionParams: {
      headers: {
        'x-hasura-admin-secret': adminSecret,
        'x-hasura-role': 'member',
        'x-hasura-user-id': person,
      },
    },
  })

/**
 * Notes the values of the cohorts of each poll, whose statement has one parameter: an object with the
 * values by cohort. Questions about affected cohorts have two.
 */
function recordReads(): { reads: string[], restore: () => void } {
  const reads: string[] = []
  const send = pg.Client.prototype.query as (this: pg.Client, ...statement: unknown[]) => unknown
  const query = vi.spyOn(pg.Client.prototype, 'query') as unknown as {
    mockImplementation: (send: (this: pg.Client, ...statement: unknown[]) => unknown) => void
    mockRestore: () => void
  }
  query.mockImplementation(function (...statement) {
    const { name, values: [cohorts, ...more] = [] } = statement[0] as pg.QueryConfig<string[]>
    if (name !== undefined && name !== 'hasura_user' && more.length === 0 && cohorts?.startsWith('{'))
      reads.push(...Object.values(JSON.parse(cohorts) as object).map(values => JSON.stringify(values)))
    return send.apply(this, statement)
  })
  return { reads, restore: () => query.mockRestore() }
}
