import type { H3Event } from 'h3'

/**
 * Whether a page that is being rendered asks its own server, without a network: there is no stream,
 * and the body is there already.
 */
export function isInternal(event: H3Event): boolean {
  return 'body' in event.node.req
}
