import { getRequestHeader, type H3Event } from 'h3'
import { serverConfig } from '../config.ts'
import { Problem } from '../errors.ts'

/**
 * Refuses a request that another site made the browser send.
 *
 * A script of ours says so with `x-requested-with: goals`, which no other site may send without
 * asking first (CORS). A form of ours is recognised by the headers that browsers set and pages
 * cannot: Sec-Fetch-Site, and Origin.
 *
 * @param from `script` when only scripts send this request
 * @throws Problem `forbidden`
 * @see RFC 10017 section 6.1.3.3 (CSRF protection)
 */
export function checkSameSite(event: H3Event, from: 'script' | 'script-or-form'): void {
  const site = getRequestHeader(event, 'sec-fetch-site')
  const origin = getRequestHeader(event, 'origin')
  const isForeign =
    (site !== undefined && site !== 'same-origin' && site !== 'none')
    || (origin !== undefined && origin !== serverConfig().baseUrl)
  const isScript = getRequestHeader(event, 'x-requested-with') === 'goals'
  const isForm =
    from === 'script-or-form' && (site === 'same-origin' || origin === serverConfig().baseUrl)
  if (isForeign || !(isScript || isForm))
    throw new Problem(
      'forbidden',
      'Send this request from the application itself, with the header x-requested-with: goals.',
    )
}
