import { expect, test } from 'vitest'
import { addNonce } from '../../../../../server/utils/http/security-headers.ts'

test('every script of the renderer gets the nonce, and nothing else changes', () => {
  const page = {
    head: [
      '<script>a()</script><script type="module" src="/_nuxt/x.js" crossorigin></script><link href="/x.css">',
    ],
    bodyPrepend: ['<script\nasync>b()</script>'],
    bodyAppend: [
      '<script type="application/json" id="__NUXT_DATA__">["\\u003Cscript>"]</script><scripted>',
    ],
  }
  addNonce(page, 'N')
  expect(page).toEqual({
    head: [
      '<script nonce="N">a()</script><script nonce="N" type="module" src="/_nuxt/x.js" crossorigin></script><link href="/x.css">',
    ],
    bodyPrepend: ['<script nonce="N"\nasync>b()</script>'],
    bodyAppend: [
      '<script nonce="N" type="application/json" id="__NUXT_DATA__">["\\u003Cscript>"]</script><scripted>',
    ],
  })
})
