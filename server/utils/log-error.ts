import { DrizzleQueryError } from 'drizzle-orm'

/**
 * Writes an error to the log (standard error), with its causes. What people have entered is left
 * out: of a failed query only PostgreSQL's own words are kept, and of causes only errors, because
 * openid-client hands over whole responses.
 */
export function logError(where: string, error: unknown): void {
  console.error(`${where}: ${describe(error)}`)
}

function describe(error: unknown): string {
  if (error instanceof DrizzleQueryError) return describe(error.cause)
  if (!(error instanceof Error)) return typeof error === 'string' ? error : 'an unknown error'
  return `${error.stack ?? error.message}${error.cause instanceof Error ? `\n  because of ${describe(error.cause)}` : ''}`
}
