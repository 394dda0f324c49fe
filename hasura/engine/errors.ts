/**
 * The error codes of Hasura's GraphQL API that this engine can answer with; clients may rely on
 * them.
 */
export type ErrorCode =
  | 'access-denied'
  | 'bad-request'
  | 'concurrent-update'
  | 'constraint-error'
  | 'constraint-violation'
  | 'data-exception'
  | 'invalid-headers'
  | 'invalid-json'
  | 'invalid-jwt'
  | 'jwt-invalid-claims'
  | 'jwt-missing-role-claims'
  | 'not-found'
  | 'not-supported'
  | 'parse-failed'
  | 'permission-denied'
  | 'permission-error'
  | 'postgres-error'
  | 'postgres-max-connections-error'
  | 'start-failed'
  | 'unexpected'
  | 'unexpected-payload'
  | 'validation-failed'

/**
 * Evidence for administrators (`extensions.internal`): the statement and PostgreSQL's own answer.
 */
export type InternalDetail = Readonly<Record<string, unknown>>

/**
 * The one error that leaves a stage of the engine; the response stage turns it into GraphQL's error
 * body.
 *
 * `path` is Hasura's: `$`, then `.selectionSet.<field>`, `.args.<argument>`, `[0]` for a list
 * index.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: ErrorCode
  readonly path: string
  readonly internal: InternalDetail | undefined

  constructor(
    code: ErrorCode,
    message: string,
    path = '$',
    options: { internal?: InternalDetail, cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.path = path
    this.internal = options.internal
  }
}
