import { eventHandler, getRequestURL } from 'h3'
import { Problem } from '../utils/errors.ts'
import { answerProblem } from '../utils/http/answer-problem.ts'

/**
 * Hasura's other addresses: metadata, SQL, relay, REST, the console. Of them all this server
 * answers only /v1/graphql.
 */
const closed = /^\/(v1(?!\/graphql\/?$)|v1alpha1|v1beta1|v2|api\/rest|apis|console|dev)(\/|$)/i

/**
 * Answers 404 before a visitor is sent to sign in, so that none of these addresses looks like a
 * page.
 */
export default eventHandler((event) => {
  if (closed.test(getRequestURL(event).pathname))
    return answerProblem(event, new Problem('not-found', 'There is nothing here.'))
})
