import { getRequestHeader, sendRedirect, setResponseHeaders } from 'h3'
import { endLogin } from '../../utils/auth/end-login.ts'
import { noteSignOut } from '../../utils/auth/goodbye.ts'
import { defineRoute } from '../../utils/http/answer-problem.ts'
import { checkSameSite } from '../../utils/http/check-same-site.ts'
import { endSessionPage } from '../../utils/http/plain-page.ts'
import { deleteSession, findSession } from '../../utils/sessions/session-rows.ts'
import { checkPage } from '../../utils/sessions/require-session.ts'
import { removeSessionToken, sessionIdOf } from '../../utils/sessions/session-token.ts'

/**
 * POST /auth/logout: ends the session here, and says how the browser ends the provider's: `{form?}`
 * to a script, a page that submits the form to a browser. Without a form, all that can be ended has
 * ended.
 */
export default defineRoute(async (event) => {
  checkSameSite(event, 'script-or-form')
  const id = sessionIdOf(event)
  const session = id && (await findSession(id))
  if (session) checkPage(event, session.user)
  if (id) await deleteSession(id)
  removeSessionToken(event)
  if (session) noteSignOut(event, session.user.id)
  const form = session && (await endLogin(session.tokens, 'everywhere'))
  if (getRequestHeader(event, 'x-requested-with')) return { form }
  if (!form) return sendRedirect(event, '/signed-out', 303)
  const { html, policy } = endSessionPage(form)
  setResponseHeaders(event, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy,
  })
  return html
})
