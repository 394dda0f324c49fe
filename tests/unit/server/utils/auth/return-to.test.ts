import { expect, test } from 'vitest'
import { loginPath, returnPath } from '../../../../../server/utils/auth/return-to.ts'

test.each([
  ['/', '/'],
  ['/goals?horizon=weekly#top', '/goals?horizon=weekly#top'],
  ['/goals/1%20', '/goals/1%20'],
  ['/a/../b', '/b'],
  ['/search?q=a//b', '/search?q=a//b'],
  ['/authors', '/authors'],
  [`/goals?q=${'x'.repeat(2000)}`, '/goals'],
  [`/goals?q=${'ä'.repeat(500)}`, '/goals'],
])('%s stays on this site', (asked, path) => {
  expect(returnPath(asked)).toBe(path)
})

test.each([
  undefined,
  ['/a', '/b'],
  '',
  'goals',
  'https://evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/%2fevil.example',
  '/%5Cevil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/\tgoals',
  '/\u0000',
  '/%0a',
  '/%',
  '/auth',
  '/auth/logout',
  '/x/../auth/login',
  `/${'x'.repeat(2000)}`,
])('%j leads to the dashboard', (asked) => {
  expect(returnPath(asked)).toBe('/')
})

test('the address of signing in stays shorter than what a server takes of headers, whatever the page', () => {
  expect(loginPath(`/${'%25'.repeat(650)}`).length).toBeLessThan(4000)
  expect(loginPath(`/${'ä'.repeat(3000)}`)).toBe('/auth/login?returnTo=%2F')
})
