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

/** The chunks of a page as Nuxt's renderer hands them to its hook `render:html`. */
export interface PageChunks {
  head: string[]
  bodyPrepend: string[]
  bodyAppend: string[]
}

/**
 * Marks the scripts that the renderer itself has put into a page; what people wrote is in the body,
 * which is left alone.
 */
export function addNonce(page: PageChunks, nonce: string): void {
  for (const part of ['head', 'bodyPrepend', 'bodyAppend'] as const) {
    page[part] = page[part].map(chunk =>
      chunk.replace(/<script(?=[\s>])/g, `<script nonce="${nonce}"`),
    )
  }
}

/**
 * The content security policy of a page: own scripts, this server alone, no framing. Styles
 * may be inline, because components set positions and colours in style attributes. Pictures may
 * come from the identity provider, which has the avatars.
 */
export function pagePolicy(nonce: string): string {
  const { baseUrl, oidc, isSecure } = serverConfig()
  const provider = new URL(oidc.issuer).origin
  return [
    'default-src \'self\'',
    `script-src 'self' 'nonce-${nonce}'`,
    'style-src \'self\' \'unsafe-inline\'',
    `img-src 'self' data: ${provider}`,
    'font-src \'self\' data:',
    `connect-src 'self' ${baseUrl.replace(/^http/, 'ws')}`,
    'worker-src \'self\' blob:',
    'object-src \'none\'',
    'base-uri \'none\'',
    'frame-ancestors \'none\'',
    `form-action 'self' ${provider}`,
    ...(isSecure ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}
