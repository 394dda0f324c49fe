import { eventHandler, getRequestHeader, setResponseHeaders, setResponseStatus } from 'h3'
import { answerOperations } from '../../utils/gateway/upstream/answer-operations.ts'
import { answerGraphqlProblem } from '../../utils/gateway/errors/answer-graphql-problem.ts'
import { authenticate, checkStanding } from '../../utils/gateway/authenticate.ts'
import { GraphqlProblem } from '../../utils/gateway/errors/graphql-problem.ts'
import { readRequest } from '../../utils/gateway/request/read-operations.ts'
import { countUntaken } from '../../utils/gateway/upstream/untaken-answers.ts'
import { clientSignal, isInternal } from '../../utils/http/requests.ts'
import { readLimitedBody } from '../../utils/http/read-input.ts'

/**
 * POST /v1/graphql: the gateway to Hasura. Authenticates the caller, checks the operations against
 * the limits, and forwards them.
 */
export default eventHandler(async (event) => {
  setResponseHeaders(event, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
  const signal = clientSignal(event)
  try {
    if (
      !/^application\/(graphql-response\+)?json\b/.test(
        getRequestHeader(event, 'content-type') ?? '',
      )
    ) {
      throw new GraphqlProblem('invalid-headers', 'Send the request as application/json.', {
        status: 415,
      })
    }
    const caller = await authenticate(getRequestHeader(event, 'authorization'))
    await checkStanding(caller)
    const { operations, body } = readRequest(await readLimitedBody(event, 2_000_000))
    const role = getRequestHeader(event, 'x-hasura-role')
    const answer = await answerOperations({ caller, role, body, operations }, signal)
    if (!isInternal(event))
      countUntaken(caller.user?.id ?? '', Buffer.byteLength(answer.body), event.node.res)
    setResponseStatus(event, answer.status)
    return answer.body
  }
  catch (error) {
    return answerGraphqlProblem(event, error)
  }
})
