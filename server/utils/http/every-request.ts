// Applied to every request and every response, files included.
import type { H3Event } from 'h3'
import { compressResponse } from './compress-response.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { serverConfig } from '../config.ts'

/** Before anything else, files included. */
export function beginRequest(event: H3Event): void {
  normaliseRequest(event)
  setSecurityHeaders(event)
}

/** Once the body is there. */
export function endResponse(event: H3Event, response: { body?: unknown }): Promise<void> {
  return compressResponse(event, response)
}

declare module 'h3' {
  interface H3EventContext {
    /** The request target is not a path: it is answered with 400 before anything reads it. */
    isMalformed?: boolean
  }
}

/**
 * Makes safe what clients can write freely and what h3, Nitro and Nuxt parse without a net: an
 * error in there is a 500 with a long trace in the log, also on the way to an error page.
 *
 * * The server's address is that of BASE_URL. What Host and X-Forwarded-Host say is not read, and
 *   so comes back in no answer.
 * * A request target is a path. The absolute form is for proxies (RFC 9112 section 3.2.2), `*` for
 *   OPTIONS.
 * * A cookie that cannot be decoded is not there.
 */
function normaliseRequest(event: H3Event): void {
  const { req } = event.node
  req.headers.host = new URL(serverConfig().baseUrl).host
  delete req.headers['x-forwarded-host']
  if (req.headers.cookie !== undefined)
    req.headers.cookie = req.headers.cookie.split(';').filter(isDecodable).join(';')
  if (!event.path.startsWith('/')) {
    event.context.isMalformed = true
    ;(req as typeof req & { originalUrl: string }).originalUrl = '/'
  }
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  }
  catch {
    return false
  }
}
