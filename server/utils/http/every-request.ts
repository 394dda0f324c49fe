// What happens to every request and every response, whatever answers it.
import type { H3Event } from 'h3'
import { compressResponse } from './compress-response.ts'
import { normaliseRequest } from './normalise-request.ts'
import { setSecurityHeaders } from './security-headers.ts'

/** Before anything else, files included. */
export function beginRequest(event: H3Event): void {
  normaliseRequest(event)
  setSecurityHeaders(event)
}

/** Once the body is there. */
export function endResponse(event: H3Event, response: { body?: unknown }): Promise<void> {
  return compressResponse(event, response)
}
