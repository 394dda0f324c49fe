// A database as the release left it that knew goals, tasks and members, and none of what has come since.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { applyDatabaseSettings } from '../../../../db/database-settings.ts'
import journal from '../../../../db/migrations/meta/_journal.json' with { type: 'json' }
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts'

const migrations = fileURLToPath(new URL('../../../../db/migrations', import.meta.url))
const rows = new URL('rows.sql', import.meta.url)

/** Makes the database of the release whose newest migration this is, without rows. */
export async function emptyRelease(newest: string): Promise<TestDatabase> {
  const database = await createTestDatabase({ migrated: false })
  await database.pool.query(
    'create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
  )
  for (const { tag, when } of journal.entries) {
    if (tag > newest) break
    await database.pool.query(readFileSync(`${migrations}/${tag}.sql`, 'utf8'))
    await database.pool.query(
      'insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)',
      [tag, when],
    )
  }
  await applyDatabaseSettings(database.pool)
  return database
}

/** The same with rows in each of its tables. */
export async function createRelease(): Promise<TestDatabase> {
  const database = await emptyRelease('0009_end_sessions')
  await database.pool.query(readFileSync(rows, 'utf8'))
  return database
}
