import type { Server } from 'node:http'
import { parseArgs } from 'node:util'

/** What every contestant is started with. */
export interface ContestantOptions {
  readonly port: number
  readonly databaseUrl: string
  /** Only for bare.ts: which SQL functions build its JSON. */
  readonly form: string
}

/** Connections of each contestant to PostgreSQL. */
export const poolSize = 8

/** The contestant's options from the command line. */
export function contestantOptions(): ContestantOptions {
  const { values } = parseArgs({
    options: {
      'port': { type: 'string', default: '0' },
      'database-url': { type: 'string', default: '' },
      'form': { type: 'string', default: 'object' },
    },
  })
  return { port: Number(values.port), databaseUrl: values['database-url'], form: values.form }
}

/** Listens, and says so to the process that waits for it. */
export function listen(server: Server, port: number): void {
  server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`))
}
