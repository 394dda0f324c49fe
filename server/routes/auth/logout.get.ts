import { setResponseHeaders } from 'h3'
import { defineRoute } from '../../utils/http/answer-problem.ts'
import { plainPagePolicy, signOutPage } from '../../utils/http/plain-page.ts'

/** GET /auth/logout: asks first. */
export default defineRoute((event) => {
  setResponseHeaders(event, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': plainPagePolicy(),
  })
  return signOutPage()
})
