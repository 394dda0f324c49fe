import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { runDatabaseCommand } from './command.ts'
import { applyDatabaseSettings } from './database-settings.ts'
import { lockTables } from './lock-tables.ts'
import { hasNewestSchema } from './schema-version.ts'

const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url))

/**
 * The advisory lock of every process that migrates this database: an arbitrary number, the same in every
 * release.
 */
const migrationLock = 7_205_759

/**
 * Brings the database to the newest schema, in one transaction. Doing it again changes nothing, and
 * of two processes that do it at once the second waits: Drizzle itself takes no lock. The
 * database's own settings are given it again every time, for they are lost when it is restored.
 *
 * @param connectionString of the database's owner, and not through a pooler in transaction mode:
 *   the lock belongs to
 * the connection
 * @throws Error with PostgreSQL's words in `cause` when a migration fails; nothing of this run is
 *   then applied
 */
export async function migrate(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    const database = drizzle(client)
    if (!(await hasNewestSchema(database))) {
      // Drizzle's transaction is this one: it commits and rolls back.
      await client.query('begin')
      await lockTables(client)
      await applyMigrations(database, { migrationsFolder })
    }
    await applyDatabaseSettings(client)
  }
  finally {
    await client.end()
  }
}

if (import.meta.main) {
  await runDatabaseCommand(async (connectionString) => {
    await migrate(connectionString)
    return 'The database has the newest schema.'
  })
}
