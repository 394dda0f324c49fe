import { getQuery } from 'h3'
import { Problem } from '../../utils/errors.ts'
import { defineRoute } from '../../utils/http/answer-problem.ts'
import { checkSameSite } from '../../utils/http/check-same-site.ts'
import { currentSession } from '../../utils/sessions/current-session.ts'

/** POST /api/session/token: the access token for the page's memory, renewed when it ends within a minute or `?force=1` asks for it. */
export default defineRoute(async (event) => {
  checkSameSite(event, 'script')
  const session = await currentSession(event, { force: getQuery(event).force === '1' })
  if (!session) throw new Problem('unauthenticated', 'Sign in first.')
  return { accessToken: session.tokens.accessToken, expiresAt: session.tokens.accessTokenExpiresAt, user: session.user }
})
