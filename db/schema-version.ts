import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import journal from './migrations/meta/_journal.json' with { type: 'json' }

/**
 * Whether the database has every migration that this release knows. One that is ahead counts: while
 * a release is rolled out, the migrated database serves the old processes too.
 *
 * @throws Error when the database cannot be reached
 */
export async function hasNewestSchema(database: Pick<Database, 'execute'>): Promise<boolean> {
  const newest = Math.max(...journal.entries.map(entry => entry.when))
  const {
    rows: [table],
  } = await database.execute<{ exists: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`,
  )
  if (!table?.exists) return false
  const {
    rows: [applied],
  } = await database.execute<{ yes: boolean }>(
    sql`select exists (select from drizzle.__drizzle_migrations where created_at >= ${newest}) as yes`,
  )
  return applied?.yes ?? false
}
