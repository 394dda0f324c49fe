import { setResponseHeaders, type H3Event } from 'h3'
import { serverConfig } from '../config.ts'

/**
 * Sets the headers that every answer carries, files included. The content security policy of pages
 * is added where their scripts are known.
 */
export function setSecurityHeaders(event: H3Event): void {
  setResponseHeaders(event, {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    ...(serverConfig().isSecure && {
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    }),
    ...(/^\/(api|auth)\//.test(event.path)
      && !event.path.startsWith('/api/_nuxt_icon/') && { 'cache-control': 'no-store' }),
  })
}
