import { DatabaseError } from 'pg'
import { expect, test } from 'vitest'
import { fromPostgres } from '../../../../../hasura/engine/execute/pg-error.ts'

function refused(state: string, message: string): DatabaseError {
  return Object.assign(new DatabaseError(message, message.length, 'error'), { code: state })
}

test.each([
  [
    'a value that its own type cannot parse',
    '42601',
    'syntax error',
    ['data-exception', 'syntax error'],
  ],
  ['a deadlock', '40P01', 'deadlock detected', ['concurrent-update', 'deadlock detected']],
  [
    'what PostgreSQL has no rows for',
    '42P01',
    'relation "secret" does not exist',
    ['unexpected', 'database query error'],
  ],
  [
    'a cancelled statement, as in Hasura',
    '57014',
    'canceling statement due to user request',
    ['unexpected', 'database query error'],
  ],
])('%s', (_what, state, message, expected) => {
  const { code, message: told } = fromPostgres(refused(state, message), undefined, '$')
  expect([code, told]).toEqual(expected)
})
