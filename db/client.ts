import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import * as schema from './schema/index.ts'

/**
 * The database as Drizzle sees it. `$client` is its pool of connections: end it to let the process
 * end.
 */
export type Database = NodePgDatabase<typeof schema> & { $client: pg.Pool }

/**
 * Opens a pool of connections; the first is made by the first query.
 *
 * @param options `connections`: how many at most, 10 by default
 */
export function connect(
  connectionString: string,
  options: { connections?: number } = {},
): Database {
  const pool = new pg.Pool({ connectionString, max: options.connections ?? 10 })
  // An idle connection that the server closes is replaced by the pool; without a listener it would
  // end the process.
  pool.on('error', () => {})
  return drizzle(pool, { schema })
}
