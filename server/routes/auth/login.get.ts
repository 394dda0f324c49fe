import { getQuery, sendRedirect } from 'h3'
import { beginLogin } from '../../utils/auth/begin-login.ts'
import { returnPath } from '../../utils/auth/return-to.ts'
import { defineRoute } from '../../utils/http/answer-problem.ts'
import { currentSession } from '../../utils/sessions/require-session.ts'

/**
 * GET /auth/login?returnTo=/path: leaves for the identity provider, or straight for the page when
 * somebody is signed in. 503 with Retry-After when the provider does not answer.
 */
export default defineRoute(async (event) => {
  const returnTo = returnPath(getQuery(event).returnTo)
  const session = await currentSession(event)
  return sendRedirect(event, session ? returnTo : await beginLogin(event, returnTo), 302)
})
