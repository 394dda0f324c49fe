import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { migrate } from '../../../db/migrate.ts'
import { startPostgres, type PostgresCluster } from '../../../dev/postgres/cluster.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const seed = readFileSync(new URL('../seed.sql', import.meta.url), 'utf8')

/**
 * Where the benchmark keeps its databases between two runs: the large one takes minutes to fill.
 */
export const benchDirectory = path.join(root, process.env.LOCAL_STATE_DIR || '.data', 'bench')

/** Starts the benchmark's own PostgreSQL, which does not wait for the disk. */
export async function startBenchPostgres(): Promise<PostgresCluster> {
  mkdirSync(benchDirectory, { recursive: true })
  return startPostgres(benchDirectory, { durable: false })
}

/** Which tables a database has: today's, or those of the release before the whole model. */
export type Release = 'today' | 'before'

/** The newest migration of the release before goals had figures, parts and a history. */
const lastBefore = '0009_end_sessions'
/** Where Drizzle notes what was applied; a migration takes rights on it away. */
const drizzleTable
  = 'create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)'

/**
 * A database with that many goals (and one more person with 20,000), filled if it is not there. Its
 * name holds a digest of migrations and seed, so that a changed schema gets a new one in the place
 * of the old.
 *
 * @returns its connection string
 */
export async function seededDatabase(
  cluster: PostgresCluster,
  goals: number,
  log: (text: string) => void,
  release: Release = 'today',
): Promise<string> {
  const migrations = migrationsOf(release)
  const name = `${release}_${goals}_${digest(migrations)}`
  const known = await query(
    cluster.url(),
    'select datname from pg_database where datname like $1 and datname <> $2',
    [`${release}\\_${goals}\\_%`, name],
  )
  for (const { datname } of known.rows as { datname: string }[])
    await query(cluster.url(), `drop database ${datname}`)
  const exists = await query(cluster.url(), 'select from pg_database where datname = $1', [name])
  if (exists.rowCount) return cluster.url(name)
  log(`Filling a database with ${goals.toLocaleString('en')} goals (${release})…`)
  const unfinished = `${name}_unfinished`
  await query(cluster.url(), `create database ${unfinished}`)
  if (release === 'today') await migrate(cluster.url(unfinished))
  else for (const text of [drizzleTable, ...migrations]) await query(cluster.url(unfinished), text)
  await query(cluster.url(unfinished), seed.replaceAll(':goals', String(goals)))
  await query(cluster.url(unfinished), 'vacuum analyze')
  await query(cluster.url(), `alter database ${unfinished} rename to ${name}`)
  return cluster.url(name)
}

/**
 * A migrated database without rows, made anew.
 *
 * @returns its connection string
 */
export async function migratedDatabase(cluster: PostgresCluster, name: string): Promise<string> {
  await query(cluster.url(), `drop database if exists ${name}`)
  await query(cluster.url(), `create database ${name}`)
  await migrate(cluster.url(name))
  return cluster.url(name)
}

async function query(
  connectionString: string,
  text: string,
  values?: unknown[],
): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return await client.query(text, values)
  }
  finally {
    await client.end()
  }
}

/** The texts of a release's migrations, oldest first. */
function migrationsOf(release: Release): string[] {
  const folder = path.join(root, 'db', 'migrations')
  return readdirSync(folder)
    .filter(file => file.endsWith('.sql') && (release === 'today' || file <= `${lastBefore}.sql`))
    .sort()
    .map(file => readFileSync(path.join(folder, file), 'utf8'))
}

function digest(migrations: readonly string[]): string {
  const hash = createHash('sha256').update(seed)
  for (const migration of migrations) hash.update(migration)
  return hash.digest('hex').slice(0, 8)
}
