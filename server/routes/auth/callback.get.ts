import { getRequestURL, sendRedirect } from 'h3'
import { finishLogin } from '../../utils/auth/finish-login.ts'
import { takeLogin } from '../../utils/auth/login-state.ts'
import { Problem } from '../../utils/errors.ts'
import { defineRoute } from '../../utils/http/answer-problem.ts'
import { createSession } from '../../utils/sessions/create-session.ts'
import { deleteSession } from '../../utils/sessions/delete-sessions.ts'
import { issueSessionToken, sessionIdOf } from '../../utils/sessions/session-token.ts'
import { upsertUser } from '../../utils/users/upsert-user.ts'

/** GET /auth/callback?code=…&state=…: comes back from the identity provider and begins a session under a new cookie. */
export default defineRoute(async (event) => {
  const query = getRequestURL(event).searchParams
  const login = takeLogin(event, query.get('state') ?? '')
  if (!login) throw new Problem('login-failed', 'This sign-in was not begun in this browser, is already done, or took too long. Sign in again.')
  const { user, tokens } = await finishLogin(query, login)
  const { isActive } = await upsertUser(user)
  if (!isActive) throw new Problem('deactivated', 'Your data is kept, but you cannot get in. Ask an administrator to activate your account.')
  const earlier = sessionIdOf(event)
  if (earlier) await deleteSession(earlier)
  await createSession(issueSessionToken(event), user.id, tokens)
  return sendRedirect(event, login.returnTo, 302)
})
