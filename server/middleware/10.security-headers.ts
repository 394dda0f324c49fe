import { eventHandler, setResponseHeaders } from 'h3'
import { serverConfig } from '../utils/config.ts'

/** Headers that every answer carries. The content security policy of pages is added where their scripts are known. */
export default eventHandler((event) => {
  setResponseHeaders(event, {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    ...serverConfig().isSecure && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' },
    .../^\/(api|auth)\//.test(event.path) && !event.path.startsWith('/api/_nuxt_icon/') && { 'cache-control': 'no-store' },
  })
})
