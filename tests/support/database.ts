import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { applyDatabaseSettings } from '../../db/database-settings.ts'
import { migrate } from '../../db/migrate.ts'
import { startTestCluster } from './cluster.ts'

/** A freshly migrated database without rows, for one test file. */
export interface TestDatabase {
  /** Connection string of the superuser. */
  url: string
  /** Connections of the superuser. */
  pool: pg.Pool
  /** Closes `pool` and deletes the database. */
  drop: () => Promise<void>
}

const migrations = fileURLToPath(new URL('../../db/migrations', import.meta.url))
let ownCluster: Promise<string> | undefined

/**
 * Makes a database with the newest schema in some milliseconds, by copying a template that is
 * migrated once a cluster.
 *
 * @param options `migrated: false` for an empty database
 */
export async function createTestDatabase(
  options: { migrated?: boolean } = {},
): Promise<TestDatabase> {
  const cluster = await clusterUrl()
  const name = `goals_test_${randomUUID().replaceAll('-', '')}`
  const template = options.migrated === false ? 'template0' : await migratedTemplate(cluster)
  await run(cluster, `create database ${name} template ${template}`)
  const url = databaseUrl(cluster, name)
  const pool = new pg.Pool({ connectionString: url, max: 5 })
  // Dropping the database cuts off a connection that has not quite ended; that is no failure of a
  // test.
  pool.on('error', () => undefined)
  if (options.migrated !== false) await applyDatabaseSettings(pool)
  return {
    url,
    pool,
    drop: async () => {
      await pool.end()
      await run(cluster, `drop database ${name} with (force)`)
    },
  }
}

/** The connection string of another database, or another login, of the same cluster. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

async function clusterUrl(): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL
  ownCluster ??= startTestCluster().then(cluster => cluster.url)
  return ownCluster
}

/**
 * The template's name tells what was migrated, so that a cluster which outlives a run serves no
 * stale schema.
 */
async function migratedTemplate(cluster: string): Promise<string> {
  const name = `goals_template_${migrationsHash()}`
  const client = new pg.Client({ connectionString: cluster })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const made = await client.query('select from pg_database where datname = $1', [name])
    if (made.rowCount === 0) {
      await client.query(`drop database if exists ${name}_unfinished`)
      await client.query(`create database ${name}_unfinished template template0`)
      await migrate(databaseUrl(cluster, `${name}_unfinished`))
      await client.query(`alter database ${name}_unfinished rename to ${name}`)
    }
  }
  finally {
    await client.end()
  }
  return name
}

function migrationsHash(): string {
  const hash = createHash('sha256')
  for (const file of readdirSync(migrations)
    .filter(file => file.endsWith('.sql'))
    .sort()) {
    hash.update(file).update(readFileSync(`${migrations}/${file}`))
  }
  return hash.digest('hex').slice(0, 16)
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
