import { GraphqlProblem } from '../errors/graphql-problem.ts'

/**
 * Milliseconds that PostgreSQL gives a statement of Hasura: the `statement_timeout` of its database
 * role.
 */
const statementTimeout = 5000

/** Hasura has this many milliseconds to answer: a statement, and some time to find a connection. */
export const answerTimeout = statementTimeout + 3000

/** Bytes of one answer of Hasura, decompressed; also of one message on a WebSocket. */
export const maxAnswerSize = 10_000_000

/** A request on its way through the gateway. */
export interface Attempt {
  /** Whether it may have changed something. */
  readonly isMutation: boolean
  /** Milliseconds since it was sent to Hasura. */
  readonly elapsed: number
}

/**
 * The message for people about an error that Hasura's load caused. Undefined when it is about
 * something else.
 *
 * Hasura calls a statement that PostgreSQL cancelled "unexpected", like all that it does not know:
 * the time tells them apart.
 *
 * @see https://github.com/hasura/graphql-engine/issues/7839
 */
export function overloadOf(
  code: string,
  { isMutation, elapsed }: Attempt,
): GraphqlProblem | undefined {
  if (code === 'postgres-max-connections-error') return unavailable()
  return code === 'unexpected' && elapsed >= statementTimeout * 0.9
    ? tookTooLong(isMutation)
    : undefined
}

/** Hasura, or a connection to its database, cannot be had. Status 503. */
export function unavailable(cause?: unknown): GraphqlProblem {
  const message = 'Data is not available at the moment. Try again in a few seconds.'
  return new GraphqlProblem('unavailable', message, {
    status: 503,
    headers: { 'retry-after': '5' },
    cause,
  })
}

/** Status 504. */
export function tookTooLong(isMutation: boolean, cause?: unknown): GraphqlProblem {
  const message = isMutation
    ? 'This took too long. It may have been saved: look before you try again.'
    : 'The answer took too long. Ask for less at once.'
  return new GraphqlProblem('timeout', message, {
    status: 504,
    headers: { 'retry-after': '5' },
    cause,
  })
}

/** The answer is over {@link maxAnswerSize}. */
export function tooLarge(isMutation: boolean): GraphqlProblem {
  const advice = isMutation
    ? 'What you changed is saved; ask for it in smaller parts.'
    : 'Ask for fewer rows or fields at once.'
  return new GraphqlProblem(
    'limit-exceeded',
    `The answer is too large: at most ${maxAnswerSize / 1_000_000} MB. ${advice}`,
  )
}
