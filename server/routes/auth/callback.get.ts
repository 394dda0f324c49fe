import { getRequestURL, sendRedirect } from 'h3'
import { endLogin } from '../../utils/auth/end-login.ts'
import { finishLogin } from '../../utils/auth/finish-login.ts'
import { findLogin, returnPathOf } from '../../utils/auth/login-state.ts'
import { loginPath } from '../../utils/auth/return-to.ts'
import { Problem } from '../../utils/errors.ts'
import { answerProblem, defineRoute } from '../../utils/http/answer-problem.ts'
import { createSession, deleteSession } from '../../utils/sessions/session-rows.ts'
import { currentSession } from '../../utils/sessions/require-session.ts'
import { issueSessionToken, sessionIdOf } from '../../utils/sessions/session-token.ts'
import { admitUser } from '../../utils/users.ts'

/**
 * GET /auth/callback?code=…&state=…: comes back from the identity provider and begins a session
 * under a new cookie. A callback that cannot be finished leads to its page all the same when
 * somebody is signed in here.
 */
export default defineRoute(async (event) => {
  const query = getRequestURL(event).searchParams
  const state = query.get('state') ?? ''
  const returnTo = returnPathOf(state) ?? '/'
  try {
    const login = findLogin(event, state)
    if (!login)
      throw new Problem(
        'login-failed',
        'This sign-in was not begun in this browser, or took too long. Sign in again.',
      )
    const { user, tokens } = await finishLogin(query, login)
    const admission = await admitUser(user)
    if (admission.kind === 'refused') {
      return answerProblem(event, admission.problem, {
        again: loginPath(returnTo),
        otherAccount: await endLogin(tokens, 'switch'),
      })
    }
    const earlier = sessionIdOf(event)
    if (earlier) await deleteSession(earlier)
    await createSession(issueSessionToken(event), admission.user.id, tokens)
    return sendRedirect(event, returnTo, 302)
  }
  catch (error) {
    const isSignedIn =
      error instanceof Problem && error.code === 'login-failed' && (await currentSession(event))
    return isSignedIn
      ? sendRedirect(event, returnTo, 302)
      : answerProblem(event, error, { again: loginPath(returnTo) })
  }
})
