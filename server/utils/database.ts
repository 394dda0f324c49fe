import { connect, type Database } from '../../db/client.ts'
import { serverConfig } from './config.ts'

let shared: Database | undefined

/**
 * The server's own database, as the role goals_server: people and sessions, nothing that belongs to
 * a user.
 */
export function database(): Database {
  shared ??= connect(serverConfig().databaseUrl, { connections: 20 })
  return shared
}

/** Closes the connections; the next use opens new ones. */
export async function closeDatabase(): Promise<void> {
  await shared?.$client.end()
  shared = undefined
}

/**
 * Codes of PostgreSQL and of Node.js that mean: no connection at the moment (classes 08 and 57P,
 * and too many connections).
 */
const outageCodes =
  /^(08...|57P0[123]|53300|ECONN(REFUSED|RESET|ABORTED)|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN)$/

/** Whether an error, or what caused it, says that the database cannot be reached. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, message, cause } = error as Error & { code?: unknown }
  return (
    (typeof code === 'string' && outageCodes.test(code))
    || message.startsWith('Connection terminated')
    || isDatabaseOutage(cause)
  )
}
