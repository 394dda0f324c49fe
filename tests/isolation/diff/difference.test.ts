import { describe, expect, test } from 'vitest'
import { difference } from './difference.ts'
import {
  permissionsOf,
  type Json,
  type MetadataDocument,
} from '../../../hasura/permissions/model.ts'
import { inWords } from '../../../hasura/permissions/words.ts'

const own = { user_id: { _eq: 'X-Hasura-User-Id' } }

function metadata(permission: Record<string, Json>, operation = 'update'): MetadataDocument {
  return {
    sources: [
      {
        tables: [
          {
            table: { schema: 'public', name: 'goals' },
            [`${operation}_permissions`]: [{ role: 'member', permission }],
          },
        ],
      },
    ],
  } as unknown as MetadataDocument
}

function changes(before: Record<string, Json>, after: Record<string, Json>, operation = 'update') {
  return difference(
    permissionsOf(metadata(before, operation)),
    permissionsOf(metadata(after, operation)),
  )
}

const base = {
  columns: ['title'],
  filter: { members: own },
  check: { members: own },
  set: { updated_by: 'x-hasura-user-id' },
}

describe('difference', () => {
  test('is silent when only the spelling changes', () => {
    expect(
      changes(base, {
        ...base,
        filter: { _and: [{ members: { user_id: { _eq: 'x-hasura-user-id' } } }] },
      }),
    ).toEqual([])
  })

  test('names a gained column', () => {
    expect(changes(base, { ...base, columns: ['title', 'created_by'] })).toEqual([
      { widens: true, sentence: 'member GAINS update of goals.created_by' },
    ])
  })

  test('takes a lost column for a narrowing', () => {
    expect(changes(base, { ...base, columns: [] })).toEqual([
      { widens: false, sentence: 'member LOSES update of goals.title' },
    ])
  })

  test.each([
    ['filter', { filter: {} }],
    ['check', { check: {} }],
    ['check absent', { check: null }],
    ['preset', { set: {} }],
    ['preset changed', { set: { updated_by: 'x-hasura-other' } }],
    ['filter exchanged', { filter: { created_by: { _is_null: true } } }],
  ])('takes a weaker %s for a widening', (_, part) => {
    expect(
      changes(base, { ...base, ...part } as Record<string, Json>).map(change => change.widens),
    ).toEqual([true])
  })

  test('takes one more clause for a narrowing', () => {
    const [change] = changes(base, {
      ...base,
      filter: { members: { ...own, role: { _eq: 'owner' } } },
    })
    expect(change).toMatchObject({ widens: false })
    expect(change?.sentence).toContain('member LOSES rows by update of goals')
  })

  test.each([
    [{ limit: 10 }, {}, true],
    [{}, { limit: 10 }, false],
    [{ limit: 10 }, { limit: 5 }, false],
    [{}, { allow_aggregations: true }, true],
    [{ query_root_fields: [] }, { query_root_fields: ['select'] }, true],
    [{ query_root_fields: ['select'] }, { query_root_fields: [] }, false],
  ])('weighs the switches of select: %j → %j', (before, after, widens) => {
    const select = { columns: ['id'], filter: own }
    expect(
      changes({ ...select, ...before }, { ...select, ...after }, 'select').map(
        change => change.widens,
      ),
    ).toEqual([widens])
  })

  test('takes a new permission for a widening and a removed one for a narrowing', () => {
    const empty: MetadataDocument = { sources: [] }
    const full = metadata({ filter: own }, 'delete')
    expect(difference(permissionsOf(empty), permissionsOf(full))).toEqual([
      { widens: true, sentence: 'member GAINS delete of goals where user id is the caller' },
    ])
    expect(difference(permissionsOf(full), permissionsOf(empty))).toEqual([
      { widens: false, sentence: 'member LOSES delete of goals' },
    ])
  })
})

describe('inWords', () => {
  test('reads like a sentence', () => {
    expect(
      inWords({
        deleted_at: { _is_null: true },
        members: { ...own, role: { _in: ['owner', 'editor'] } },
      }),
    ).toBe(
      'deleted at is empty, and through its members (user id is the caller, and role is one of owner or editor)',
    )
  })

  test('says always for the empty predicate', () => {
    expect(inWords({})).toBe('always')
  })
})
