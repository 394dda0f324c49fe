import { getQuery, sendRedirect } from 'h3'
import { beginLogin } from '../../utils/auth/begin-login.ts'
import { keepLogin } from '../../utils/auth/login-state.ts'
import { returnPath } from '../../utils/auth/return-to.ts'
import { defineRoute } from '../../utils/http/answer-problem.ts'

/** GET /auth/login?returnTo=/path: leaves for the identity provider. 503 with Retry-After when it does not answer. */
export default defineRoute(async (event) => {
  const { location, login } = await beginLogin(returnPath(getQuery(event).returnTo))
  keepLogin(event, login)
  return sendRedirect(event, location, 302)
})
