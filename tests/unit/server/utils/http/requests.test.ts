import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isPage } from '../../../../../server/utils/http/requests.ts'

const pages = globSync('**/*.vue', { cwd: 'app/pages' }).map(
  file => `/${file.replace(/(^|\/)index\.vue$|\.vue$/, '').replace(/\[\w+\]/g, 'x')}`,
)
const routes = globSync('{api,routes}/**/*.ts', { cwd: 'server' }).map(
  file => `/${file.replace(/^routes\//, '').replace(/(\.(get|post|put|delete))?\.ts$/, '')}`,
)

test.each([
  ...pages,
  '/apiary',
  '/authors',
  '/admin/people',
  '/nowhere',
])('%s is a page', (path) => {
  expect(isPage('GET', path)).toBe(true)
  expect(isPage('HEAD', path)).toBe(true)
  expect(isPage('POST', path)).toBe(false)
})

test.each([
  ...routes,
  '/v1/metadata',
  '/_nuxt/entry.js',
  '/__nuxt_error',
  '/_payload.json',
  '/.well-known/x',
  '/favicon.ico',
  '/icon.svg',
  '/goals/_payload.json',
  '/robots.txt',
])('%s is not', (path) => {
  expect(isPage('GET', path)).toBe(false)
})
