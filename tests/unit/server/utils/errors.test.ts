import { DrizzleQueryError } from 'drizzle-orm'
import { afterEach, expect, test, vi } from 'vitest'
import { logError } from '../../../../server/utils/errors.ts'

afterEach(() => vi.restoreAllMocks())

function logged(error: unknown): string {
  const write = vi.spyOn(console, 'error').mockImplementation(() => {})
  logError('GET /api/session', error)
  return String(write.mock.calls.at(-1))
}

test('an error is logged with its causes', () => {
  const text = logged(new Error('outer', { cause: new TypeError('inner') }))
  expect(text).toMatch(/^GET \/api\/session: Error: outer\n[^]*because of TypeError: inner/)
})

test('what people entered, and answers of the identity provider, stay out of the log', () => {
  const query = new DrizzleQueryError(
    'insert into users',
    ['a.person@example.org'],
    new Error('duplicate key value'),
  )
  expect(logged(query)).not.toMatch(/person|insert into/)
  expect(logged(query)).toContain('duplicate key value')
  expect(logged(new Error('refused', { cause: { access_token: 'secret' } }))).not.toContain(
    'secret',
  )
  expect(logged({ secret: 1 })).toBe('GET /api/session: an unknown error')
})
