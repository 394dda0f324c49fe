import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { applyDatabaseSettings } from '../../db/database-settings.ts'
import { migrate } from '../../db/migrate.ts'
import {
  clusterUrl,
  createTestDatabase as createDatabase,
  databaseUrl,
  type TestDatabase,
} from '../../hasura/engine/tests/support/database.ts'

export { databaseUrl, type TestDatabase }

const migrations = fileURLToPath(new URL('../../db/migrations', import.meta.url))

/**
 * Makes a database with the newest schema in some milliseconds, by copying a template that is
 * migrated once a cluster.
 *
 * @param options `migrated: false` for an empty database
 */
export async function createTestDatabase(
  options: { migrated?: boolean } = {},
): Promise<TestDatabase> {
  if (options.migrated === false) return createDatabase()
  const database = await createDatabase(await migratedTemplate(await clusterUrl()))
  await applyDatabaseSettings(database.pool)
  return database
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
