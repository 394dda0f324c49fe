import pg from 'pg'
import { buildIfStale } from '../../dev/stack/application.ts'
import { clusterUrl } from '../../hasura/engine/tests/support/database.ts'
import { startBuiltServer, type BuiltServer } from './built-server.ts'
import type { TestEnvironment } from './test-environment.ts'

export type { BuiltServer as AppServer }

/**
 * Starts the application on a test's database, provider and Hasura, and builds it first where its
 * sources have changed.
 *
 * @param options.port of a second replica; the sessions and addresses are those of the first
 * @param options.variables replace the environment's own
 * @param options.flags of Node.js
 */
export async function startAppServer(
  { port, variables }: Pick<TestEnvironment, 'port' | 'variables'>,
  options: {
    port?: number
    variables?: Readonly<Record<string, string>>
    flags?: readonly string[]
  } = {},
): Promise<BuiltServer> {
  await buildOnce()
  return startBuiltServer(
    { ...variables, PORT: String(options.port ?? port), ...options.variables },
    options.flags,
  )
}

/** The files of a run ask at the same time: one builds, the others wait. */
async function buildOnce(): Promise<void> {
  const client = new pg.Client({ connectionString: await clusterUrl() })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtext(\'the build of the application\'))')
    await buildIfStale(line => console.log(line))
  }
  finally {
    await client.end()
  }
}
