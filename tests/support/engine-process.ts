import { execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../dev/free-port.ts'
import type { TestEnvironment } from './test-environment.ts'
import { until } from '../../hasura/engine/tests/support/until.ts'

/** The engine in a process of its own, as the local stack's command starts it. */
export interface EngineProcess {
  /** The memory that its process has in main memory, in bytes. */
  readonly residentMemory: () => number
  readonly stop: () => Promise<void>
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Starts the engine's command on a test's database and the project's metadata, and makes the server
 * use it. Call it before the server starts.
 *
 * @param options flags of the command, without their dashes
 */
export async function startEngineProcess(
  { database, provider, variables }: TestEnvironment,
  options: Readonly<Record<string, string>> = {},
): Promise<EngineProcess> {
  const port = await freePort()
  const flags: Readonly<Record<string, string>> = {
    'database-url': database.url,
    'metadata': 'hasura/metadata',
    'port': String(port),
    'admin-secret': 'the admin secret of tests',
    'jwt-secret': JSON.stringify({
      jwk_url: `${provider.issuer}jwks/`,
      issuer: provider.issuer,
      audience: 'goals',
    }),
    'live-queries-multiplexed-refetch-interval': '50',
    'change-triggers': 'false',
    ...options,
  }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=4', 'hasura/engine/cli/cli.ts', ...args],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const isReady = () =>
    fetch(`http://localhost:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  await until(isReady, () => 'the engine is ready')
  variables.HASURA_GRAPHQL_ENDPOINT = `http://localhost:${port}/v1/graphql`
  return {
    residentMemory: () =>
      Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' }))
      * 1024,
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}
