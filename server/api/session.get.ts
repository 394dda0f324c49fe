import { defineRoute } from '../utils/http/answer-problem.ts'
import { requireSession } from '../utils/sessions/require-session.ts'

/** GET /api/session: who is signed in, and until when at the latest. */
export default defineRoute(async (event) => {
  const { user, expiresAt } = await requireSession(event)
  return { user, expiresAt }
})
