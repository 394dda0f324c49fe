import { expect, test } from 'vitest'
import { isPage } from '../../../../../server/utils/http/requests.ts'

test.each([
  '/',
  '/goals',
  '/goals/11111111-1111-4111-8111-111111111111',
  '/signed-out',
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
  '/api/session',
  '/auth/login',
  '/v1/graphql',
  '/v1/metadata',
  '/mcp',
  '/_nuxt/entry.js',
  '/__nuxt_error',
  '/_payload.json',
  '/.well-known/x',
  '/healthz',
  '/readyz',
  '/metrics',
  '/favicon.ico',
  '/icon.svg',
  '/goals/_payload.json',
  '/robots.txt',
])('%s is not', (path) => {
  expect(isPage('GET', path)).toBe(false)
})
