import { expect, test } from 'vitest'
import { corsHeaders } from '../../../http/cors.ts'
import { originCheck } from '../../../options/origins.ts'

test.each([
  ['*', 'https://anything.example', true],
  ['https://app.example', 'https://app.example', true],
  ['https://app.example/', 'https://app.example', true],
  ['https://app.example', 'http://app.example', false],
  ['https://app.example', 'https://app.example.evil.example', false],
  ['http://localhost:3000, https://*.app.example', 'https://a.app.example', true],
  ['https://*.app.example:8443', 'https://a.app.example:8443', true],
  ['https://*.app.example', 'https://app.example', false],
  ['https://*.app.example', 'https://a.b.app.example', false],
  ['https://*.app.example', 'https://evil.example/.app.example', false],
  ['https://App.example:443', 'https://app.example', true],
  ['http://localhost:3000, *', 'https://anything.example', true],
  ['https://App.Example:443', 'https://app.example', true],
  ['http://localhost:3000, *', 'https://anything.example', true],
  ['', 'https://app.example', false],
])('with %s, %s is let in: %s', (domains, origin, expected) => {
  expect(originCheck(domains)(origin)).toBe(expected)
  expect('access-control-allow-origin' in corsHeaders(originCheck(domains), { origin })).toBe(
    expected,
  )
})

test.each([
  'app.example',
  'localhost:3000',
  'https://app.example/path',
  'https://user@app.example',
  'https://app.*.example',
  'https://*',
  'ftp://app.example',
  'https://app.example https://b.example',
])('refuses "%s", which would let no page in', (domain) => {
  expect(() => originCheck(`https://a.example, ${domain}`)).toThrow(
    `corsDomain (--cors-domain, HASURA_GRAPHQL_CORS_DOMAIN) has "${domain}"`,
  )
})
