import { serverConfig } from '../config.ts'

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
 * What a page may do: run our own scripts, talk to this server alone, be framed by nobody. Styles
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
