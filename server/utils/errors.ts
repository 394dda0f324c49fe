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
    this.name = 'Problem'
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
  readonly retryAfter = 5

  constructor(what: string, cause?: unknown) {
    super('unavailable', `${what} does not answer at the moment. Try again in a few seconds.`, {
      cause,
    })
    this.name = 'Unavailable'
  }
}
