import { parseArgs } from 'node:util'
import { createEngine, type Engine, type Inconsistency } from '../index.ts'
import { commandOptions, fromEnvironment, usage, withSwitches } from './options-env.ts'

/**
 * Starts the engine from flags and HASURA_GRAPHQL_* variables. SIGHUP reloads the metadata; SIGINT
 * and SIGTERM stop it.
 *
 * @throws Error naming the flag, variable or place in metadata that is wrong
 */
export async function runCommand(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: withSwitches(args), options: commandOptions, strict: true })
  if (values.help) {
    process.stdout.write(usage)
    return
  }
  const { engineOptions, port, host } = fromEnvironment(values, process.env)
  process.on('unhandledRejection', (error) => {
    tell(`unexpected: ${error instanceof Error ? error.stack : String(error)}`)
  })
  const engine = await createEngine(engineOptions)
  reportInconsistencies(engine.inconsistencies())
  if (engineOptions.adminSecret === undefined) {
    tell(
      'WARNING: no admin secret is set, so every request is admin and may read and change everything. '
      + 'Set --admin-secret (HASURA_GRAPHQL_ADMIN_SECRET).',
    )
  }
  const server = await engine.listen(port, host).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const names = '--host and --port (HASURA_GRAPHQL_SERVER_HOST, HASURA_GRAPHQL_SERVER_PORT)'
    throw new Error(`cannot listen on the given ${names}: ${reason}`, { cause })
  })
  process.stdout.write(`listening on ${server.url}${isLoopback(host) ? loopbackHint : ''}\n`)
  process.on('SIGHUP', () => {
    void reload(engine)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void engine.close().finally(() => process.exit(0))
    })
  }
}

const loopbackHint =
  ' (for this machine only: --host 0.0.0.0 makes the port of a container reachable)'

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

async function reload(engine: Engine): Promise<void> {
  try {
    reportInconsistencies(await engine.reload())
    tell('the metadata was reloaded')
  }
  catch (error) {
    tell(`the metadata stays as it was: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function reportInconsistencies(inconsistencies: readonly Inconsistency[]): void {
  for (const { type, name, reason } of inconsistencies)
    tell(`inconsistent ${type} ${name}: ${reason}`)
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}
