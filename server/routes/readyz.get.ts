import { setResponseStatus } from 'h3'
import { checkReadiness } from '../utils/check-readiness.ts'
import { defineRoute } from '../utils/http/answer-problem.ts'

/**
 * GET /readyz: whether this process can serve people. 503 when a part is missing, or the database
 * is older than this release.
 */
export default defineRoute(async (event) => {
  const readiness = await checkReadiness()
  const isReady = Object.values(readiness).every(state => state === 'ok')
  if (!isReady) setResponseStatus(event, 503)
  return readiness
})
