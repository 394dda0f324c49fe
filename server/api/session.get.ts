import { Problem } from '../utils/errors.ts'
import { defineRoute } from '../utils/http/answer-problem.ts'
import { findSession } from '../utils/sessions/find-session.ts'
import { sessionIdOf } from '../utils/sessions/session-token.ts'

/** GET /api/session: who is signed in, and until when at the latest. */
export default defineRoute(async (event) => {
  const id = sessionIdOf(event)
  const session = id && await findSession(id)
  if (!session) throw new Problem('unauthenticated', 'Sign in first.')
  return { user: session.user, expiresAt: session.expiresAt }
})
