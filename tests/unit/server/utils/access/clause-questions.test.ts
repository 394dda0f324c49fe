import { describe, expect, test } from 'vitest'
import type { Predicate } from '../../../../../hasura/permissions/model.ts'
import permissions from '#permissions'
import {
  clauseQuestions,
  filterQuestions,
} from '../../../../../server/utils/access/clause-questions.ts'

const person = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb'
const me = { _eq: 'X-Hasura-User-Id' }
const them = { _eq: person }

const filter = {
  deleted_at: { _is_null: true },
  members: { user_id: me, role: { _in: ['owner', 'editor'] }, is_active: { _eq: true } },
}

describe('the clauses of a filter', () => {
  test('about a related row are asked of the row that is the person\'s', () => {
    expect(clauseQuestions(filter, person)).toEqual([
      { table: undefined, words: 'deleted at is empty', where: { deleted_at: { _is_null: true } } },
      {
        table: undefined,
        words: 'through its members (user id is the caller)',
        where: { members: { user_id: them } },
      },
      {
        table: undefined,
        words: 'through its members (user id is the caller, and role is one of owner or editor)',
        where: { members: { user_id: them, role: { _in: ['owner', 'editor'] } } },
      },
      {
        table: undefined,
        words: 'through its members (user id is the caller, and is active)',
        where: { members: { user_id: them, is_active: { _eq: true } } },
      },
    ])
  })

  test('about another table are asked of that table', () => {
    const exists = {
      _exists: {
        _table: { schema: 'public', name: 'users' },
        _where: { id: { _eq: 'x-hasura-user-id' }, is_active: { _eq: true } },
      },
    }
    expect(clauseQuestions(exists, person)).toEqual([
      {
        table: 'users',
        words: 'there is a row of users (id is the caller, and is active)',
        where: { id: them, is_active: { _eq: true } },
      },
    ])
  })

  test('keep several conditions on one column, and several alternatives', () => {
    const twice: Predicate = {
      _and: [
        { progress: { _gt: 1, _lt: 9 } },
        { _or: [{ title: { _eq: 'a' } }] },
        { _or: [{ title: { _eq: 'b' } }] },
      ],
    }
    expect(filterQuestions(twice, person)).toEqual([
      {
        table: undefined,
        where: {
          progress: { _gt: 1, _lt: 9 },
          _or: [{ title: { _eq: 'a' } }],
          _and: [{ _or: [{ title: { _eq: 'b' } }] }],
        },
      },
    ])
  })
})

test('a whole filter is asked at once, for each clause may hold of another related row', () => {
  expect(filterQuestions(filter, person)).toEqual([
    {
      table: undefined,
      where: {
        deleted_at: { _is_null: true },
        members: { user_id: them, role: { _in: ['owner', 'editor'] }, is_active: { _eq: true } },
      },
    },
  ])
})

describe('what cannot be asked', () => {
  test.each([
    ['other session variables', { team: { _eq: 'X-Hasura-Team' } }, 'X-Hasura-Team'],
    ['columns of the row itself', { category: { goal_id: { _ceq: ['$', 'goal_id'] } } }, '_ceq'],
    [
      'another table from within a relationship',
      { goal: { _exists: { _table: { name: 'users' }, _where: {} } } },
      '_exists',
    ],
  ])('is refused by name: %s', (_what, unaskable, name) => {
    expect(() => clauseQuestions(unaskable, person)).toThrow(name)
  })

  test('is in no filter of this project', () => {
    const filters = permissions.filter(({ filter }) => filter)
    expect(filters.length).toBeGreaterThan(20)
    for (const { filter } of filters)
      expect(
        [...clauseQuestions(filter!, person), ...filterQuestions(filter!, person)].length,
      ).toBeGreaterThan(1)
  })
})
