import { serverConfig } from '../config.ts'
import { GraphqlProblem } from './graphql-problem.ts'

/** Hasura has this many milliseconds to answer. */
const timeout = 30_000

/**
 * Sends a request's body to Hasura. Of the caller's headers only the token and the wanted role go along, so that
 * nobody can set session variables or try the admin secret.
 *
 * @returns status and body of Hasura's answer
 * @throws GraphqlProblem with status 503 or 504 when Hasura does not answer
 */
export async function forwardRequest(body: string, token: string, role: string | undefined): Promise<{ status: number, body: string }> {
  try {
    const response = await fetch(serverConfig().graphqlEndpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'authorization': `Bearer ${token}`, ...role !== undefined && { 'x-hasura-role': role } },
      body,
      signal: AbortSignal.timeout(timeout),
      redirect: 'error',
    })
    return { status: response.status, body: await response.text() }
  }
  catch (cause) {
    const isTimeout = cause instanceof Error && cause.name === 'TimeoutError'
    throw isTimeout
      ? new GraphqlProblem('timeout', 'The answer took too long. Ask for less at once.', { status: 504, cause })
      : new GraphqlProblem('unavailable', 'Data is not available at the moment. Try again in a few seconds.', { status: 503, headers: { 'retry-after': '5' }, cause })
  }
}
