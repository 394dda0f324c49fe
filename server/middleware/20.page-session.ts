import { eventHandler, getRequestURL, sendRedirect, setResponseHeaders } from 'h3'
import { answerProblem } from '../utils/http/answer-problem.ts'
import { isPage } from '../utils/http/is-page.ts'
import { currentSession } from '../utils/sessions/current-session.ts'

declare module 'h3' {
  interface H3EventContext {
    /** Who asks for this page. The token is for requests made while rendering and must not get into the page. */
    session?: { user: import('../utils/auth/read-identity.ts').Identity, accessToken: string, expiresAt: Date }
  }
}

const publicPages = new Set(['/signed-out'])

/** Gives pages the session to render with, and sends anonymous visitors to sign in and back. */
export default eventHandler(async (event) => {
  const { pathname, search } = getRequestURL(event)
  if (!isPage(event.method, pathname)) return
  setResponseHeaders(event, { 'cache-control': 'no-store' })
  try {
    const session = await currentSession(event)
    if (session) event.context.session = { user: session.user, accessToken: session.tokens.accessToken, expiresAt: session.tokens.accessTokenExpiresAt }
    else if (!publicPages.has(pathname)) return await sendRedirect(event, `/auth/login?returnTo=${encodeURIComponent(pathname + search)}`, 302)
  }
  catch (error) {
    if (!publicPages.has(pathname)) return answerProblem(event, error)
  }
})
