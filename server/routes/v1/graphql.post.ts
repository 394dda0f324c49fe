import { eventHandler, getRequestHeader, setResponseHeaders, setResponseStatus } from 'h3'
import { answerGraphqlProblem } from '../../utils/graphql/answer-graphql-problem.ts'
import { authenticate } from '../../utils/graphql/authenticate.ts'
import { forwardRequest } from '../../utils/graphql/forward-request.ts'
import { GraphqlProblem } from '../../utils/graphql/graphql-problem.ts'
import { mapErrors } from '../../utils/graphql/map-errors.ts'
import { readRequest } from '../../utils/graphql/read-operations.ts'
import { readLimitedBody } from '../../utils/http/read-limited-body.ts'
import { ensureUser } from '../../utils/users/ensure-user.ts'

/** POST /v1/graphql: the one door to Hasura. Who asks, what for, is it within the limits; then Hasura answers. */
export default eventHandler(async (event) => {
  setResponseHeaders(event, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  try {
    if (!/^application\/(graphql-response\+)?json\b/.test(getRequestHeader(event, 'content-type') ?? '')) {
      throw new GraphqlProblem('invalid-headers', 'Send the request as application/json.', { status: 415 })
    }
    const caller = await authenticate(getRequestHeader(event, 'authorization'))
    const { operations, body } = readRequest(await readLimitedBody(event, 2_000_000))
    if (caller.user && operations.some(({ kind }) => kind === 'mutation')) await ensureUser(caller.user)
    const answer = await forwardRequest(body, caller.token, getRequestHeader(event, 'x-hasura-role'))
    setResponseStatus(event, answer.status)
    return mapErrors(answer.body, operations.map(({ variables }) => variables))
  }
  catch (error) {
    return answerGraphqlProblem(event, error)
  }
})
