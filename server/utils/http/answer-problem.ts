import {
  eventHandler,
  getRequestHeader,
  setResponseHeaders,
  setResponseStatus,
  type EventHandlerRequest,
  type H3Event,
} from 'h3'
import { Unavailable, logError, toProblem } from '../errors.ts'
import { plainPage, plainPagePolicy, type WaysOn } from './plain-page.ts'

/** A route of /api or /auth: whatever it throws is answered here, in one form. */
export function defineRoute<Answer>(handler: (event: H3Event) => Answer) {
  return eventHandler<EventHandlerRequest, unknown>(async (event) => {
    try {
      return await handler(event)
    }
    catch (error) {
      return answerProblem(event, error)
    }
  })
}

/**
 * Answers an error: a page for a browser that navigates, else `{error: {code, message, field?}}`.
 * An error that is no Problem is a fault of the server: it is logged, and the caller reads nothing
 * of it.
 *
 * @param ways that a page offers to go on; by default to try again
 */
export function answerProblem(event: H3Event, error: unknown, ways: Partial<WaysOn> = {}): unknown {
  const problem = toProblem(error)
  if (problem.status >= 500)
    logError(`${event.method} ${event.path.split('?')[0]}`, problem.cause ?? problem)
  setResponseStatus(event, problem.status)
  setResponseHeaders(event, { 'cache-control': 'no-store' })
  if (problem instanceof Unavailable)
    setResponseHeaders(event, { 'retry-after': problem.retryAfter })
  if (!getRequestHeader(event, 'accept')?.includes('text/html')) {
    return {
      error: {
        code: problem.code,
        message: problem.message,
        ...(problem.field !== undefined && { field: problem.field }),
      },
    }
  }
  const again = problem.code === 'unavailable' ? event.path : (ways.again ?? '/auth/login')
  setResponseHeaders(event, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': plainPagePolicy(ways.otherAccount),
  })
  return plainPage(problem, { ...ways, again })
}
