import { setResponseHeaders, setResponseStatus, type H3Event } from 'h3'
import { Unavailable, type ProblemCode, logError, toProblem } from '../../errors.ts'
import { GraphqlProblem } from './graphql-problem.ts'

/** Hasura's codes for what the server refuses by itself. */
const codes: Partial<Record<ProblemCode, string>> = {
  'too-large': 'limit-exceeded',
  'unavailable': 'unavailable',
  'bad-request': 'bad-request',
}

/**
 * Answers an error of the gateway in Hasura's form. A fault of the server goes to the log, and the
 * caller reads nothing of it.
 */
export function answerGraphqlProblem(event: H3Event, error: unknown): GraphqlProblem['body'] {
  const problem = toGraphqlProblem(error)
  if (problem.status >= 500) logError('GraphQL gateway', problem.cause ?? error)
  setResponseStatus(event, problem.status)
  setResponseHeaders(event, problem.headers)
  return problem.body
}

/** Any error as one that the caller may read. */
export function toGraphqlProblem(error: unknown): GraphqlProblem {
  if (error instanceof GraphqlProblem) return error
  const problem = toProblem(error)
  const headers: Record<string, string> =
    problem instanceof Unavailable ? { 'retry-after': String(problem.retryAfter) } : {}
  return new GraphqlProblem(codes[problem.code] ?? 'unexpected', problem.message, {
    status: problem.status,
    headers,
    cause: problem.cause,
  })
}
