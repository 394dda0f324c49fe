import pg from 'pg'
import { fromPostgres } from './pg-error.ts'
import type { BoundStatement, Database, StatementRunner, TextRow } from './types.ts'

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
/** A connection with more prepared statements is replaced, so that neither side collects them for ever. */
const statementsPerConnection = 1000

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
  pool.on('error', (error) => { settings.log(`an idle database connection was lost: ${error.message}`) })
  return {
    run: (statement, path) => withClient(pool, client => send(client, settings, statement, path)),
    transaction: (variables, work) => withClient(pool, client => transact(client, settings, variables, work)),
    close: () => pool.end(),
  }
}

/** Lends a client; one that failed below SQL is thrown away instead of going back. */
async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => { throw fromPostgres(error, undefined, '$') })
  let broken = false
  const onError = () => { broken = true }
  client.on('error', onError)
  try {
    return await work(client)
  }
  finally {
    client.off('error', onError)
    client.release(broken || isUnusable(client))
  }
}

const preparedNames = new WeakMap<pg.PoolClient, Set<string>>()
const poisoned = new WeakSet<pg.PoolClient>()

function isUnusable(client: pg.PoolClient): boolean {
  return poisoned.has(client) || (preparedNames.get(client)?.size ?? 0) > statementsPerConnection
}

async function send(client: pg.PoolClient, settings: DatabaseSettings, statement: BoundStatement, path = '$'): Promise<readonly TextRow[]> {
  const name = settings.preparedStatements ? statement.name : undefined
  if (name !== undefined) rememberPrepared(client, name)
  try {
    const query = { text: statement.text, values: statement.values as (string | null)[], rowMode: 'array' as const, types: textTypes, ...(name === undefined ? {} : { name }) }
    const result = await client.query<(string | null)[]>(query)
    return result.rows
  }
  catch (error) {
    if (!(error instanceof pg.DatabaseError) || staleness.has(error.code ?? '')) poisoned.add(client)
    throw fromPostgres(error, statement, path)
  }
}

/** SQLSTATEs after which a connection's prepared statements, or the connection itself, are of no more use. */
const staleness = new Set(['0A000', '26000', '57P01', '57P02', '57P03', '08000', '08003', '08006'])

function rememberPrepared(client: pg.PoolClient, name: string): void {
  const names = preparedNames.get(client)
  if (names) names.add(name)
  else preparedNames.set(client, new Set([name]))
}

const setUser = { text: `select set_config('hasura.user', $1, true)`, name: 'hasura_user' }

async function transact<T>(
  client: pg.PoolClient,
  settings: DatabaseSettings,
  variables: Readonly<Record<string, string>>,
  work: (runner: StatementRunner) => Promise<T>,
): Promise<T> {
  const run: StatementRunner['run'] = (statement, path) => send(client, settings, statement, path)
  await run({ text: begin[settings.transactionIsolation], values: [], name: undefined })
  try {
    await run({ ...setUser, values: [JSON.stringify(variables)] })
    const result = await work({ run })
    await run({ text: 'COMMIT', values: [], name: undefined })
    return result
  }
  catch (error) {
    await run({ text: 'ROLLBACK', values: [], name: undefined }).catch(() => { poisoned.add(client) })
    throw error
  }
}
