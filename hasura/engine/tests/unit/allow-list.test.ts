import { describe, expect, test } from 'vitest'
import { createAllowList } from '../../model/allow-list.ts'
import type { ResolvedMetadata } from '../../../../hasura/engine/metadata/types.ts'

const metadata = {
  queryCollections: new Map([
    ['everyone', [{ name: 'goals', query: 'query goals { goals { id title } }' }]],
    ['editors', [{ name: 'people', query: '{ people { id } }' }]],
  ]),
  allowList: [
    { collection: 'everyone', roles: undefined },
    { collection: 'editors', roles: ['editor'] },
  ],
} as unknown as ResolvedMetadata

describe('createAllowList', () => {
  const check = createAllowList(metadata)

  test.each([
    ['the document itself', 'query goals { goals { id title } }'],
    ['other white space', 'query goals {\n  goals {\n    id, title\n  }\n}'],
    ['more type names', 'query goals { __typename goals { id __typename title } }'],
  ])('lets %s pass', (_name, query) => {
    expect(() => {
      check('user', query)
    }).not.toThrow()
  })

  test.each([
    ['another field', 'query goals { goals { id title owner_id } }'],
    ['another argument', 'query goals { goals(limit: 1) { id title } }'],
    ['a second operation', 'query goals { goals { id title } } query more { people { id } }'],
    ['a collection for some roles', '{ people { id } }'],
  ])('refuses %s, again and again', (_name, query) => {
    for (let turn = 0; turn < 2; turn += 1)
      expect(() => {
        check('editor', query)
      }).toThrow('query is not allowed')
  })

  test('lets admin ask anything', () => {
    expect(() => {
      check('admin', '{ people { id } }')
    }).not.toThrow()
  })
})
