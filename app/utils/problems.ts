/** Why something could not be read or done, in the terms in which a page shows it. */
export type Problem =
  | { kind: 'offline', message: string }
  | { kind: 'signed-out', message: string }
  | { kind: 'forbidden', message: string }
  | { kind: 'missing', message: string }
  | {
    kind: 'invalid'
    message: string
    field: string | undefined
  }
  | { kind: 'conflict', message: string }
  | { kind: 'unanswered', message: string }
  | { kind: 'failed', message: string }

/** How a request to the server ended: with a value, or refused. */
export type Outcome<T> = { kind: 'done', value: T } | { kind: 'refused', problem: Problem }

/** The parts of a GraphQL client's error that a {@link Problem} is read from. */
export interface RequestError {
  networkError?: Error | undefined
  graphQLErrors: { message: string, extensions?: Record<string, unknown> }[]
  response?: { status?: number } | undefined
}

/**
 * Codes with which the gateway refuses a token (`invalid-jwt`, `invalid-headers`, as Hasura names
 * them).
 */
const tokenCodes = [
  'invalid-jwt',
  'invalid-headers',
  'jwt-invalid-claims',
  'jwt-missing-role-claims',
]
const inputCodes = ['constraint-violation', 'data-exception', 'validation-failed', 'parse-failed']

/**
 * Turns a client's error into a {@link Problem}. The gateway's messages are written for people and
 * are kept.
 */
export function problemOf(error: RequestError): Problem {
  if (isTokenRefused(error))
    return { kind: 'signed-out', message: 'Your session has ended. Sign in again to go on.' }
  const [first] = error.graphQLErrors
  if (!first) return ofNetwork(error)
  const code = String(first.extensions?.code ?? '')
  const field = typeof first.extensions?.field === 'string' ? first.extensions.field : undefined
  if (field) return { kind: 'invalid', message: first.message, field }
  if (code === 'timeout') return { kind: 'unanswered', message: first.message }
  if (code === 'permission-error' || code === 'access-denied')
    return { kind: 'forbidden', message: first.message }
  if (inputCodes.includes(code))
    return { kind: 'invalid', message: first.message, field: undefined }
  return { kind: 'failed', message: first.message || 'The server could not do this. Try again.' }
}

/** True when the access token was refused, so that a fresh one may help. */
export function isTokenRefused(error: RequestError): boolean {
  return (
    error.response?.status === 401
    || error.graphQLErrors.some(({ extensions }) =>
      tokenCodes.includes(String(extensions?.code ?? '')),
    )
  )
}

/** True when the gateway refuses everything because an administrator has deactivated the person. */
export function isDeactivated(error: Pick<RequestError, 'graphQLErrors'>): boolean {
  return error.graphQLErrors.some(({ extensions }) => extensions?.code === 'deactivated')
}

/** True when the same request may succeed a little later. */
export function isPassing({ kind }: Problem): boolean {
  return kind === 'offline' || kind === 'unanswered' || kind === 'failed'
}

/**
 * What a write that found no row means: the row is gone, or the person may not change it. Both look
 * the same on purpose.
 */
export function missing(what: string): Problem {
  return {
    kind: 'missing',
    message: `This ${what} is not there any more, or you may not change it.`,
  }
}

/** A row that an earlier attempt has made is in the trash by now. */
export function trashed(what: string): Problem {
  return {
    kind: 'conflict',
    message: `This ${what} was saved before and is in the trash now. Restore it there, or discard this.`,
  }
}

/**
 * A write found that the row has been changed elsewhere, in the very fields that it was to change.
 */
export function conflict(): Problem {
  return { kind: 'conflict', message: 'This was changed elsewhere meanwhile. Choose what to keep.' }
}

/**
 * The problem of a write. Without an answer it is unknown whether it was done.
 *
 * @param isOnline whether the browser has a network; without one nothing has been sent
 */
export function problemOfWrite(problem: Problem, isOnline: boolean): Problem {
  const isLost = problem.kind === 'unanswered' || (problem.kind === 'offline' && isOnline)
  if (!isLost) return problem
  return {
    kind: 'unanswered',
    message: 'No answer came. This may have been saved; trying again does not save it twice.',
  }
}

function ofNetwork(error: RequestError): Problem {
  const status = error.response?.status
  if (status === 504 || error.networkError?.name === 'TimeoutError')
    return { kind: 'unanswered', message: 'The answer took too long. Try again in a moment.' }
  if (status === 403) return { kind: 'forbidden', message: 'You may not do this.' }
  if (status === 413)
    return {
      kind: 'invalid',
      message: 'This is too large to send. Shorten the text.',
      field: undefined,
    }
  if (status !== undefined && status !== 0)
    return { kind: 'failed', message: 'The server could not answer. Try again in a moment.' }
  return {
    kind: 'offline',
    message: 'The server cannot be reached. Check the connection; what you typed is kept.',
  }
}
