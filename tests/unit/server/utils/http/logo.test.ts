import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { signInPage } from '../../../../../dev/identity-provider/pages.ts'
import { signOutPage } from '../../../../../server/utils/http/plain-page.ts'

const icon = readFileSync('public/icon.svg', 'utf8')
const paths = [...icon.matchAll(/ d="([^"]+)"/g)].map(([, path]) => path ?? '')

test.each([
  ['the icon of the browser\'s tab', icon],
  ['the application', readFileSync('app/components/ui/LogoMark.vue', 'utf8')],
  ['the pages that the server itself shows', signOutPage()],
  ['the sign-in page of the local provider', signInPage([], { kind: 'ask' })],
])('%s carries the same logo', (_where, page) => {
  expect(paths).toHaveLength(3)
  for (const path of paths) expect(page).toContain(path)
})
