import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { startTestCluster } from './cluster.ts'

/** A database of one test file. */
export interface TestDatabase {
  /** Connection string of the superuser. */
  url: string
  /** Connections of the superuser. */
  pool: pg.Pool
  /** Closes `pool` and deletes the database. */
  drop: () => Promise<void>
}

let ownCluster: Promise<string> | undefined

/**
 * Creates a database.
 *
 * @param template the database to copy; an empty one unless given
 */
export async function createTestDatabase(template = 'template0'): Promise<TestDatabase> {
  const cluster = await clusterUrl()
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await run(cluster, `create database ${name} template ${template}`)
  const url = databaseUrl(cluster, name)
  const pool = new pg.Pool({ connectionString: url, max: 5 })
  // Dropping the database cuts off a connection that has not quite ended; that is no failure of a
  // test.
  pool.on('error', () => undefined)
  return {
    url,
    pool,
    drop: async () => {
      await pool.end()
      await run(cluster, `drop database ${name} with (force)`)
    },
  }
}

/** The connection string of another database of the same cluster. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

/** The cluster of the test run, or else one that this process starts. */
export async function clusterUrl(): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL
  ownCluster ??= startTestCluster().then(cluster => cluster.url)
  return ownCluster
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  }
  finally {
    await client.end()
  }
}
