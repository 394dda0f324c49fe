import { EngineError, type InternalDetail } from '../errors.ts'
import { adminRole } from '../metadata/types.ts'

/** Which errors may show `extensions.internal`, and who hears of those that are ours. */
export interface ErrorSettings {
  readonly adminInternalErrors: boolean
  readonly devMode: boolean
  readonly log: (line: string) => void
}

/** One GraphQL error in Hasura's form. */
export interface GraphQLErrorBody {
  readonly message: string
  readonly extensions: {
    readonly path: string
    readonly code: string
    readonly internal?: InternalDetail
  }
}

/** An error, and whether the caller may see PostgreSQL's words. */
export interface Failure {
  readonly error: EngineError
  readonly showsInternal: boolean
}

/** A thrown value as a caller of `role` may see it; one that is our fault is logged. */
export function failureOf(
  thrown: unknown,
  role: string | undefined,
  { adminInternalErrors, devMode, log }: ErrorSettings,
): Failure {
  const error = asEngineError(thrown)
  if (error !== thrown && error.code === 'unexpected')
    log(`a request failed unexpectedly: ${describe(thrown)}`)
  return { error, showsInternal: devMode || (adminInternalErrors && role === adminRole) }
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}

/** The error as a client may see it. */
export function graphqlError({ error, showsInternal }: Failure): GraphQLErrorBody {
  const { message, path, code, internal } = error
  const extensions = { path, code }
  return {
    message,
    extensions: showsInternal && internal ? { ...extensions, internal } : extensions,
  }
}

/** The body of a response that is an error: one error, no `data`. */
export function errorBody(failure: Failure): string {
  return JSON.stringify({ errors: [graphqlError(failure)] })
}

/** The error form of Hasura's other endpoints. */
export function legacyErrorBody({ error, showsInternal }: Failure): string {
  const { message, path, code, internal } = error
  return JSON.stringify({
    path,
    error: message,
    code,
    ...(showsInternal && internal ? { internal } : {}),
  })
}

/**
 * Any thrown value as an {@link EngineError}: input that exhausts the stack is the client's fault,
 * the rest is ours, and says
 * nothing about its cause.
 */
export function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error
  if (isTooDeep(error))
    return new EngineError('validation-failed', 'the request is nested too deeply', '$', {
      cause: error,
    })
  return new EngineError('unexpected', 'internal server error', '$', { cause: error })
}

/**
 * Whether the stack ran out: the stages follow the document's nesting, and a client decides how
 * deep that is.
 */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError
}
