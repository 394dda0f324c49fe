import { getRequestHeader, sendRedirect } from 'h3'
import { endLogin } from '../../utils/auth/end-login.ts'
import { defineRoute } from '../../utils/http/answer-problem.ts'
import { checkSameSite } from '../../utils/http/check-same-site.ts'
import { deleteSession } from '../../utils/sessions/delete-sessions.ts'
import { findSession } from '../../utils/sessions/find-session.ts'
import { removeSessionToken, sessionIdOf } from '../../utils/sessions/session-token.ts'

/** POST /auth/logout: ends the session here and at the provider. Answers 303 to a form, `{location}` to a script. */
export default defineRoute(async (event) => {
  checkSameSite(event, 'script-or-form')
  const id = sessionIdOf(event)
  const session = id && await findSession(id)
  if (id) await deleteSession(id)
  removeSessionToken(event)
  const { location } = await endLogin(session?.tokens)
  return getRequestHeader(event, 'x-requested-with') ? { location } : sendRedirect(event, location, 303)
})
