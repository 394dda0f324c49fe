import pg from 'pg'
import { cancelOnAbort } from './cancel.ts'
import { abandoned, discard, notePrepared, withClient } from './connections.ts'
import { fromPostgres } from './pg-error.ts'
import type {
  BoundStatement,
  Database,
  StatementOptions,
  StatementRunner,
  TextRow,
} from './types.ts'

/** How to reach PostgreSQL, and how much to ask of it. Times in milliseconds. */
export interface DatabaseSettings {
  readonly databaseUrl: string
  readonly connections: number
  readonly connectionTimeout: number
  /** 0 for never. */
  readonly statementTimeout: number
  readonly transactionIsolation: 'read-committed' | 'repeatable-read' | 'serializable'
  readonly preparedStatements: boolean
  readonly log: (line: string) => void
}

const idleTimeout = 180_000
const connectionLifetimeSeconds = 600

/** PostgreSQL's text for every type: JSON and numbers pass through unread. */
const textTypes = { getTypeParser: () => (value: string) => value }

const begin = {
  'read-committed': 'BEGIN ISOLATION LEVEL READ COMMITTED',
  'repeatable-read': 'BEGIN ISOLATION LEVEL REPEATABLE READ',
  'serializable': 'BEGIN ISOLATION LEVEL SERIALIZABLE',
} as const

/** Opens a pool on first use; nothing is connected before. */
export function openDatabase(settings: DatabaseSettings): Database {
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    max: settings.connections,
    connectionTimeoutMillis: settings.connectionTimeout,
    idleTimeoutMillis: idleTimeout,
    maxLifetimeSeconds: connectionLifetimeSeconds,
    application_name: 'graphql-engine',
    keepAlive: true,
    ...(settings.statementTimeout > 0 ? { statement_timeout: settings.statementTimeout } : {}),
  })
  pool.on('error', (error) => {
    settings.log(`an idle database connection was lost: ${error.message}`)
  })
  return {
    run: (statement, options) =>
      withClient(pool, options?.signal, client => send(client, settings, statement, options)),
    transaction: (variables, work, signal) =>
      withClient(pool, signal, client => transact({ client, settings, variables, signal }, work)),
    close: () => pool.end(),
  }
}

async function send(
  client: pg.PoolClient,
  settings: DatabaseSettings,
  statement: BoundStatement,
  { path = '$', signal }: StatementOptions = {},
): Promise<readonly TextRow[]> {
  if (signal?.aborted) throw abandoned()
  const { text } = statement
  const name = settings.preparedStatements ? statement.name : undefined
  if (name !== undefined) notePrepared(client, name, text)
  const query = {
    text,
    values: statement.values as (string | null)[],
    rowMode: 'array' as const,
    types: textTypes,
    ...(name !== undefined && { name }),
  }
  const cancellation = signal && cancelOnAbort(client, signal)
  try {
    return (await client.query<(string | null)[]>(query)).rows
  }
  catch (error) {
    if (!(error instanceof pg.DatabaseError) || connectionFatalStates.has(error.code ?? ''))
      discard(client)
    throw fromPostgres(error, statement, path)
  }
  finally {
    if (await cancellation?.finish()) discard(client)
  }
}

/**
 * SQLSTATEs after which a connection's prepared statements, or the connection itself, are of no
 * more use.
 */
const connectionFatalStates = new Set([
  '0A000',
  '26000',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
])

const setUser = { text: `select set_config('hasura.user', $1, true)`, name: 'hasura_user' }

interface Transaction {
  readonly client: pg.PoolClient
  readonly settings: DatabaseSettings
  readonly variables: Readonly<Record<string, string>>
  readonly signal: AbortSignal | undefined
}

/** Once COMMIT is sent, nothing cancels it: its outcome would be unknown. */
async function transact<T>(
  { client, settings, variables, signal }: Transaction,
  work: (runner: StatementRunner) => Promise<T>,
): Promise<T> {
  const run = (text: string) => send(client, settings, { text, values: [], name: undefined })
  await run(begin[settings.transactionIsolation])
  try {
    await send(client, settings, { ...setUser, values: [JSON.stringify(variables)] })
    const result = await work({
      run: (statement, options) => send(client, settings, statement, { signal, ...options }),
    })
    if (signal?.aborted) throw abandoned()
    await run('COMMIT')
    return result
  }
  catch (error) {
    await run('ROLLBACK').catch(() => {
      discard(client)
    })
    throw error
  }
}
