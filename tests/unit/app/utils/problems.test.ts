import { expect, test } from 'vitest'
import {
  isTokenRefused,
  problemOf,
  problemOfWrite,
  type RequestError,
} from '../../../../app/utils/problems.ts'

const graphql = (message: string, extensions: Record<string, unknown> = {}): RequestError => ({
  graphQLErrors: [{ message, extensions }],
})
const network = (status?: number): RequestError => ({
  graphQLErrors: [],
  networkError: new Error('failed'),
  ...(status && { response: { status } }),
})

test('a refused field keeps its name and the message of the server', () => {
  expect(
    problemOf(
      graphql('Title must be 1 to 500 characters.', {
        code: 'constraint-violation',
        field: 'title',
      }),
    ),
  ).toEqual({ kind: 'invalid', message: 'Title must be 1 to 500 characters.', field: 'title' })
})

test.each([
  [graphql('no', { code: 'permission-error' }), 'forbidden'],
  [graphql('no', { code: 'access-denied' }), 'forbidden'],
  [graphql('no', { code: 'data-exception' }), 'invalid'],
  [graphql('no', { code: 'unexpected' }), 'failed'],
  [graphql('no', { code: 'invalid-jwt' }), 'signed-out'],
  [network(), 'offline'],
  [network(401), 'signed-out'],
  [network(403), 'forbidden'],
  [network(413), 'invalid'],
  [network(503), 'failed'],
  [network(504), 'unanswered'],
  [graphql('no', { code: 'timeout' }), 'unanswered'],
  [{ graphQLErrors: [], networkError: new DOMException('late', 'TimeoutError') }, 'unanswered'],
])('%o is %s', (error, kind) => {
  expect(problemOf(error).kind).toBe(kind)
})

test('only a refused token is worth a fresh one', () => {
  expect(isTokenRefused(graphql('Could not verify JWT: JWTExpired', { code: 'invalid-jwt' }))).toBe(
    true,
  )
  expect(isTokenRefused(network(401))).toBe(true)
  expect(isTokenRefused(graphql('no', { code: 'permission-error' }))).toBe(false)
  expect(isTokenRefused(network(503))).toBe(false)
})

test.each([
  ['no answer in time', network(504), true, 'unanswered'],
  ['a lost connection', network(), true, 'unanswered'],
  ['no network at all', network(), false, 'offline'],
  ['a refusal', network(503), true, 'failed'],
])('a write that ended with %s', (_what, error, isOnline, kind) => {
  const problem = problemOfWrite(problemOf(error), isOnline)
  expect(problem.kind).toBe(kind)
  expect(problem.message.includes('may have been saved')).toBe(kind === 'unanswered')
})
