import {
  eventHandler,
  getRequestHeader,
  getRequestURL,
  sendRedirect,
  setResponseHeaders,
  type H3Event,
} from 'h3'
import { readGoodbye, type Goodbye } from '../utils/auth/goodbye.ts'
import { loginPath } from '../utils/auth/return-to.ts'
import { answerProblem } from '../utils/http/answer-problem.ts'
import { isPage } from '../utils/http/requests.ts'
import { currentSession } from '../utils/sessions/require-session.ts'
import { removeSessionToken } from '../utils/sessions/session-token.ts'

declare module 'h3' {
  interface H3EventContext {
    /**
     * Who asks for this page. The token is for requests made while rendering and must not get into
     * the page.
     */
    session?: {
      user: import('../utils/provider/read-identity.ts').Identity
      accessToken: string
      expiresAt: Date
    }
    /** On `/signed-out` alone. */
    goodbye?: Goodbye
  }
}

const goodbyePage = '/signed-out'

/** Gives pages the session to render with, and sends anonymous visitors to sign in and back. */
export default eventHandler(async (event) => {
  const { pathname, search, searchParams } = getRequestURL(event)
  if (!isPage(event.method, pathname)) return
  setResponseHeaders(event, { 'cache-control': 'no-store' })
  if (pathname === goodbyePage) {
    if (searchParams.get('state') === 'switch') return await sendRedirect(event, '/auth/login', 302)
    event.context.goodbye = readGoodbye(event)
  }
  try {
    const session = await currentSession(event)
    if (session)
      event.context.session = {
        user: session.user,
        accessToken: session.tokens.accessToken,
        expiresAt: session.tokens.accessTokenExpiresAt,
      }
    else if (pathname !== goodbyePage) return await leaveToSignIn(event, pathname + search)
  }
  catch (error) {
    if (pathname !== goodbyePage) return answerProblem(event, error)
  }
})

/**
 * Only an answer that the browser shows forgets a dead cookie: one to a script may arrive after a
 * newer sign-in.
 */
async function leaveToSignIn(event: H3Event, page: string): Promise<void> {
  if ((getRequestHeader(event, 'sec-fetch-dest') ?? 'document') === 'document')
    removeSessionToken(event)
  await sendRedirect(event, loginPath(page), 302)
}
