import { mayExplainQueries } from '../utils/access/explain-query.ts'
import { Problem } from '../utils/errors.ts'
import { defineRoute } from '../utils/http/answer-problem.ts'
import { currentSession } from '../utils/sessions/current-session.ts'

/** GET /api/explain: whether the caller may ask what their queries become. */
export default defineRoute(async (event) => {
  const session = await currentSession(event)
  if (!session) throw new Problem('unauthenticated', 'Sign in first.')
  return { available: mayExplainQueries(session.user) }
})
