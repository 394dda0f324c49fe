import { expect, test } from 'vitest'
import { fits } from '../../../../app/plugins/urql-cache/where.ts'

const row: Record<string, unknown> = {
  status: 'active',
  target_date: '2026-11-20',
  parent_id: null,
  position: 2,
}
const judged = (where: unknown) => fits(where, column => row[column])

test.each([
  [undefined, 'yes'],
  [{}, 'yes'],
  [{ status: { _eq: 'active' } }, 'yes'],
  [{ status: { _neq: 'active' } }, 'no'],
  [{ status: { _in: ['active', 'on_hold'] } }, 'yes'],
  [{ status: { _nin: ['active'] } }, 'no'],
  [{ target_date: { _lte: '2026-11-20' } }, 'yes'],
  [{ target_date: { _lt: '2026-11-20' } }, 'no'],
  [{ position: { _gt: 1, _gte: 2 } }, 'yes'],
  [{ parent_id: { _is_null: true } }, 'yes'],
  [{ parent_id: { _is_null: false } }, 'no'],
  [{ _and: [{ status: { _eq: 'active' } }, { position: { _eq: 3 } }] }, 'no'],
])('%j: %s', (where, verdict) => {
  expect(judged(where)).toBe(verdict)
})

test('a comparison with null never holds, as in SQL', () => {
  expect(judged({ parent_id: { _neq: 'a' } })).toBe('no')
  expect(judged({ parent_id: { _lt: 'a' } })).toBe('no')
})

test('what cannot be judged here is unknown, unless another part already says no', () => {
  expect(judged({ members: { user_id: { _eq: 'me' } } })).toBe('unknown')
  expect(judged({ _or: [{ status: { _eq: 'active' } }] })).toBe('unknown')
  expect(judged({ status: { _ilike: 'a%' } })).toBe('unknown')
  expect(judged({ title: { _eq: 'not read yet' } })).toBe('unknown')
  expect(judged({ title: { _eq: 'not read yet' }, status: { _eq: 'completed' } })).toBe('no')
})
