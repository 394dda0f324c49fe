import { mayExplainQueries } from '../utils/access/explain-query.ts'
import { defineRoute } from '../utils/http/answer-problem.ts'
import { requireSession } from '../utils/sessions/require-session.ts'

/** GET /api/explain: whether the caller may ask what their queries become. */
export default defineRoute(async (event) => {
  const session = await requireSession(event)
  return { available: mayExplainQueries(session.user) }
})
