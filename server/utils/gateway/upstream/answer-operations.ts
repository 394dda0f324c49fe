import { ensureUser } from '../../users.ts'
import type { Caller } from '../authenticate.ts'
import { forwardRequest, type ForwardedAnswer, type ForwardedRequest } from './forward-request.ts'
import { mapErrors } from '../errors/map-errors.ts'
import { overloadOf } from './overload.ts'
import type { Operation } from '../request/read-operations.ts'

/** Queries and mutations that passed every check. */
export interface CheckedRequest {
  readonly caller: Caller
  /** The role that the caller wants; undefined for the token's default. */
  readonly role: string | undefined
  /** As the caller sent it. */
  readonly body: string
  readonly operations: readonly Operation[]
}

/** Hasura's answer, as its caller gets it. */
export interface Answer {
  readonly status: number
  readonly body: string
  /** Whether the body is errors without data. */
  readonly isRefusal: boolean
}

/** How often a mutation is sent again after PostgreSQL has ended it in favour of another writer. */
const maxRetries = 2

/**
 * Lets Hasura answer, within the caller's share of it, and puts its errors into words for people.
 *
 * @param signal leaves Hasura when it aborts, because the client is gone
 * @throws GraphqlProblem when it is refused, cancelled, too large or too late; Unavailable when the
 *   database does not answer
 */
export async function answerOperations(
  { caller, role, body, operations }: CheckedRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const isMutation = operations.some(({ kind }) => kind === 'mutation')
  if (caller.user && isMutation) await ensureUser(caller.user)
  const forwarded = { person: caller.user?.id ?? '', body, token: caller.token, role, isMutation }
  const answer = await forwardUntilAlone(forwarded, signal)
  const attempt = { isMutation, elapsed: answer.elapsed }
  const code = refusalCode(answer.body)
  const overload = code === undefined ? undefined : overloadOf(code, attempt)
  if (overload) throw overload
  const text = mapErrors(
    answer.body,
    operations.map(({ variables }) => variables),
    attempt,
  )
  return { status: answer.status, body: text, isRefusal: code !== undefined }
}

/**
 * Forwards a request, and a mutation again when it was a deadlock's victim or could not be
 * serialised: PostgreSQL has rolled all of it back. The answers of a batch are returned as they are.
 */
async function forwardUntilAlone(
  request: ForwardedRequest,
  signal: AbortSignal,
): Promise<ForwardedAnswer> {
  for (let left = request.isMutation ? maxRetries : 0; ; left--) {
    const answer = await forwardRequest(request, signal)
    if (left === 0 || refusalCode(answer.body) !== 'concurrent-update') return answer
  }
}

/** The code of an answer that is nothing but errors; undefined for any other. */
function refusalCode(body: string): string | undefined {
  if (!/^\s*\{\s*"errors"/.test(body)) return undefined
  const { data, errors } = JSON.parse(body) as {
    data?: unknown
    errors?: { extensions?: { code?: string } }[]
  }
  return data === undefined || data === null
    ? (errors?.[0]?.extensions?.code ?? 'unexpected')
    : undefined
}
