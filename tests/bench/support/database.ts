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
): Promise<string> {
  const name = `goals_${goals}_${digest()}`
  const known = await query(
    cluster.url(),
    'select datname from pg_database where datname like $1 and datname <> $2',
    [`goals\\_${goals}\\_%`, name],
  )
  for (const { datname } of known.rows as { datname: string }[])
    await query(cluster.url(), `drop database ${datname}`)
  const exists = await query(cluster.url(), 'select from pg_database where datname = $1', [name])
  if (exists.rowCount) return cluster.url(name)
  log(`Filling a database with ${goals.toLocaleString('en')} goals…`)
  const unfinished = `${name}_unfinished`
  await query(cluster.url(), `create database ${unfinished}`)
  await migrate(cluster.url(unfinished))
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

function digest(): string {
  const folder = path.join(root, 'db', 'migrations')
  const migrations = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.sql'))
    .sort()
  const hash = createHash('sha256').update(seed)
  for (const file of migrations) hash.update(readFileSync(path.join(folder, file)))
  return hash.digest('hex').slice(0, 8)
}
