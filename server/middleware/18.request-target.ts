import { eventHandler, getRequestURL, setResponseHeaders } from 'h3'
import { Problem } from '../utils/errors.ts'
import { answerProblem } from '../utils/http/answer-problem.ts'
import { isRoute } from '../utils/http/requests.ts'

/**
 * Refuses what is no path, and any method but GET and HEAD where there are pages and files: the
 * renderer would answer every method.
 */
export default eventHandler((event) => {
  if (event.context.isMalformed)
    return answerProblem(
      event,
      new Problem('bad-request', 'Send a request target that is a path, such as /goals.'),
    )
  if (event.method === 'GET' || event.method === 'HEAD' || isRoute(getRequestURL(event).pathname))
    return
  setResponseHeaders(event, { allow: 'GET, HEAD' })
  return answerProblem(
    event,
    new Problem('method-not-allowed', 'Send GET or HEAD to this address.'),
  )
})
