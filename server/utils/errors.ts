import { isDatabaseOutage } from './database.ts'
import { DrizzleQueryError } from 'drizzle-orm'

/** The permanent codes of errors that /api and /auth answer. Never rename one. */
export type ProblemCode =
  | 'bad-request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'too-large'
  | 'unsupported-media-type'
  | 'login-failed'
  | 'no-access'
  | 'deactivated'
  | 'other-person'
  | 'unavailable'
  | 'internal'

const statuses: Record<ProblemCode, number> = {
  'bad-request': 400,
  'unauthenticated': 401,
  'forbidden': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  'unsupported-media-type': 415,
  'login-failed': 400,
  'no-access': 403,
  'deactivated': 403,
  'other-person': 409,
  'unavailable': 503,
  'internal': 500,
}

/**
 * A refusal that the caller may read. Its message names what is wrong and what to do; evidence for
 * the log goes to `cause`.
 */
export class Problem extends Error {
  override readonly name: string = 'Problem'
  readonly code: ProblemCode
  readonly status: number
  /** The input that is wrong, where it is one. */
  readonly field: string | undefined

  constructor(
    code: ProblemCode,
    message: string,
    options: { field?: string, cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.status = statuses[code]
    this.field = options.field
  }
}

/**
 * The identity provider, the database or Hasura does not answer; the caller may try again after
 * `retryAfter` seconds.
 */
export class Unavailable extends Problem {
  override readonly name = 'Unavailable'
  readonly retryAfter = 5

  constructor(what: string, cause?: unknown) {
    super('unavailable', `${what} does not answer at the moment. Try again in a few seconds.`, {
      cause,
    })
  }
}

/**
 * Any error as one that the caller may read: an outage of the database, or a fault of the server
 * that tells nothing.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isDatabaseOutage(error)) return new Unavailable('The database', error)
  return new Problem('internal', 'Something went wrong here. Try again.', { cause: error })
}

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
