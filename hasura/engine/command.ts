import { parseArgs } from 'node:util'
import { createEngine } from './index.ts'
import { commandOptions, fromEnvironment, usage } from './options-env.ts'

/**
 * Starts the engine from flags and HASURA_GRAPHQL_* variables, and stops it on SIGINT or SIGTERM.
 *
 * @throws Error naming the flag, variable or place in metadata that is wrong
 */
export async function runCommand(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: commandOptions, strict: true })
  if (values.help) {
    process.stdout.write(usage)
    return
  }
  const { engineOptions, port, host } = fromEnvironment(values, process.env)
  process.on('unhandledRejection', (error) => { process.stderr.write(`unexpected: ${error instanceof Error ? error.stack : String(error)}\n`) })
  const engine = await createEngine(engineOptions)
  for (const { type, name, reason } of engine.inconsistencies()) process.stderr.write(`inconsistent ${type} ${name}: ${reason}\n`)
  const server = await engine.listen(port, host)
  process.stdout.write(`listening on ${server.url}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { void engine.close().finally(() => process.exit(0)) })
}
