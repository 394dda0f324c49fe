import { getRequestHeader, setResponseHeaders } from 'h3'
import { takeLogoutToken } from '../../utils/auth/verify-logout-token.ts'
import { Problem } from '../../utils/errors.ts'
import { defineRoute } from '../../utils/http/answer-problem.ts'
import { readLimitedBody } from '../../utils/http/read-input.ts'
import { deleteSessionsOf } from '../../utils/sessions/session-rows.ts'

/**
 * POST /auth/backchannel-logout: the identity provider says that a session, or all sessions of a
 * person, have ended.
 *
 * @see OpenID Connect Back-Channel Logout 1.0 section 2.5
 */
export default defineRoute(async (event) => {
  setResponseHeaders(event, { 'cache-control': 'no-store' })
  if (!getRequestHeader(event, 'content-type')?.startsWith('application/x-www-form-urlencoded')) {
    throw new Problem('unsupported-media-type', 'Send the logout token as a form.')
  }
  const token = new URLSearchParams(await readLimitedBody(event, 100_000)).get('logout_token')
  if (!token) throw new Problem('bad-request', 'Send a logout token.', { field: 'logout_token' })
  await deleteSessionsOf(await takeLogoutToken(token))
  return ''
})
