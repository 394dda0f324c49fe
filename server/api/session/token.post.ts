import { getQuery } from 'h3'
import { defineRoute } from '../../utils/http/answer-problem.ts'
import { checkSameSite } from '../../utils/http/check-same-site.ts'
import { requireSession } from '../../utils/sessions/require-session.ts'

/**
 * POST /api/session/token: the access token for the page's memory, renewed when it ends within a
 * minute or `?force=1` asks for it. It is handed only to a page that was rendered for the same
 * person (`x-goals-person`).
 */
export default defineRoute(async (event) => {
  checkSameSite(event, 'script')
  const { tokens, user } = await requireSession(event, {
    force: getQuery(event).force === '1',
    page: true,
  })
  return { accessToken: tokens.accessToken, expiresAt: tokens.accessTokenExpiresAt, user }
})
