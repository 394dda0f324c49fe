import type { QualifiedName } from '../catalog/types.ts'
import type { Database } from '../execute/types.ts'
import { arrayLiteral } from '../sql/array-literal.ts'
import { createSchema } from './trigger-schema.ts'
import { watchedTables, type TableBelow, type WatchedTable } from './watched-tables.ts'

/** How long the installation of triggers waits for a table that is busy. */
const lockTimeout = '2s'

/** Who reads the catalog, and who may create triggers. */
export interface TriggerDatabases {
  readonly database: Database
  /** Lends the database of a login that may create triggers. */
  readonly asOwner: <T>(work: (owner: Database) => Promise<T>) => Promise<T>
}

/**
 * Installs triggers on tables, or on what lies below them, where they are missing or tell other
 * keys than they could.
 *
 * @throws EngineError when the database's user may not
 */
export async function installTriggers(
  { database, asOwner }: TriggerDatabases,
  tables: readonly QualifiedName[],
): Promise<readonly WatchedTable[]> {
  const watched = await watchedTables(database, tables)
  const missing = new Map(
    watched
      .flatMap(({ below }) => below)
      .filter(({ installed }) => !installed)
      .map(table => [table.oid, table]),
  )
  if (missing.size > 0) await asOwner(owner => install(owner, [...missing.values()]))
  return watched
}

/** One transaction for each table: no writer waits longer than for its own. */
async function install(owner: Database, tables: readonly TableBelow[]): Promise<void> {
  await owner.transaction({}, ({ run }) => run({ text: createSchema, values: [], name: undefined }))
  for (const { oid, keys } of tables) {
    await owner.transaction({}, async ({ run }) => {
      await run({
        text: `select set_config('lock_timeout', $1, true)`,
        values: [lockTimeout],
        name: undefined,
      })
      await run({
        text: 'select graphql_engine.watch($1::oid::regclass, $2::text[])',
        values: [oid, arrayLiteral(keys.map(({ name }) => name))],
        name: undefined,
      })
    })
  }
}
