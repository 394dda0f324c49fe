import { randomBytes } from 'node:crypto'
import { setResponseHeader } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import { addNonce, pagePolicy } from '../utils/http/security-headers.ts'

/**
 * Gives every rendered page a content security policy with a nonce of its own. Under `nuxt dev`
 * Vite adds scripts of its own, so there is none.
 */
export default defineNitroPlugin((nitro) => {
  if (import.meta.dev) return
  nitro.hooks.hook('render:html', (page, { event }) => {
    const nonce = randomBytes(16).toString('base64')
    addNonce(page, nonce)
    setResponseHeader(event, 'content-security-policy', pagePolicy(nonce))
  })
})
