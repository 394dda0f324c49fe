import { EngineError, type InternalDetail } from '../errors.ts'

/** Which errors may show `extensions.internal`. */
export interface ErrorSettings {
  readonly adminInternalErrors: boolean
  readonly devMode: boolean
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

/** Whether an error answered to `role` may hold PostgreSQL's words. */
export function showsInternal(settings: ErrorSettings, role: string | undefined): boolean {
  return settings.devMode || (settings.adminInternalErrors && role === 'admin')
}

/**
 * The error as a client may see it; what is not an {@link EngineError} says nothing about its
 * cause.
 */
export function graphqlError(error: unknown, internal: boolean): GraphQLErrorBody {
  const known = asEngineError(error)
  const extensions = { path: known.path, code: known.code }
  return {
    message: known.message,
    extensions:
      internal && known.internal ? { ...extensions, internal: known.internal } : extensions,
  }
}

/** The body of a response that is an error: one error, no `data`. */
export function errorBody(error: unknown, internal: boolean): string {
  return JSON.stringify({ errors: [graphqlError(error, internal)] })
}

/** The error form of Hasura's other endpoints. */
export function legacyErrorBody(error: unknown, internal: boolean): string {
  const known = asEngineError(error)
  return JSON.stringify({
    path: known.path,
    error: known.message,
    code: known.code,
    ...(internal && known.internal ? { internal: known.internal } : {}),
  })
}

/**
 * Any thrown value as an {@link EngineError}: input that exhausts the stack is the client's fault,
 * the rest is ours.
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
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError
}
