import { describe, expect, test } from 'vitest'
import { decodeMetadata } from '../../../../../hasura/engine/metadata/decode/document.ts'

/** A document with one table `goals`, whose entry has the given keys. */
function withTable(entry: Record<string, unknown>): unknown {
  return {
    version: 3,
    sources: [
      {
        name: 'default',
        kind: 'postgres',
        tables: [{ table: 'goals', ...entry }],
        configuration: {},
      },
    ],
  }
}

describe('decodeMetadata', () => {
  test('takes the document alone or inside {resource_version, metadata}', () => {
    const document = withTable({})
    expect(decodeMetadata({ resource_version: 7, metadata: document })).toEqual(
      decodeMetadata(document),
    )
  })

  test('names a table without schema as one of public', () => {
    expect(decodeMetadata(withTable({})).sources[0]?.tables[0]?.name).toEqual({
      schema: 'public',
      name: 'goals',
    })
  })

  test('lets an insert permission without columns mean all columns', () => {
    const [table] =
      decodeMetadata(
        withTable({ insert_permissions: [{ role: 'member', permission: { check: {} } }] }),
      ).sources[0]?.tables ?? []
    expect(table?.insert[0]?.permission.columns).toBe('*')
  })

  test.each([
    [
      'version',
      { version: 2, tables: [] },
      'metadata version: must be 3, not 2: that is the metadata of Hasura v1',
    ],
    ['no version', { tables: [] }, 'metadata version: is missing'],
    [
      'unknown key of a table',
      withTable({ row_security: true }),
      'sources[0].tables[0].row_security: is not a key that this engine knows',
    ],
    [
      'unknown key of a permission',
      withTable({
        select_permissions: [{ role: 'a', permission: { columns: [], filter: {}, filters: {} } }],
      }),
      '.select_permissions[0].permission.filters: is not a key',
    ],
    [
      'missing filter',
      withTable({ select_permissions: [{ role: 'a', permission: { columns: [] } }] }),
      '.permission.filter: is missing',
    ],
    [
      'null filter',
      withTable({ delete_permissions: [{ role: 'a', permission: { filter: null } }] }),
      '.permission.filter: must be an object',
    ],
    [
      'negative limit',
      withTable({
        select_permissions: [{ role: 'a', permission: { columns: [], filter: {}, limit: -1 } }],
      }),
      '.permission.limit: must be a whole number',
    ],
    [
      'one role twice',
      withTable({
        delete_permissions: [
          { role: 'a', permission: { filter: {} } },
          { role: 'a', permission: { filter: {} } },
        ],
      }),
      '.delete_permissions[1]: declares what an earlier item',
    ],
    [
      'input validation',
      withTable({
        insert_permissions: [
          { role: 'a', permission: { check: {}, validate_input: { type: 'http' } } },
        ],
      }),
      '.permission.validate_input: is not implemented',
    ],
    [
      'limits',
      { version: 3, sources: [], api_limits: { depth_limit: { global: 3 } } },
      'metadata api_limits: is not implemented',
    ],
    [
      'two forms of a relationship',
      withTable({ object_relationships: [{ name: 'owner', using: {} }] }),
      '.object_relationships[0].using: must have exactly one of',
    ],
  ])('refuses %s and names the place', (_name, document, message) => {
    expect(() => decodeMetadata(document)).toThrow(message)
  })

  test('ignores limits that are switched off', () => {
    expect(
      decodeMetadata({
        version: 3,
        sources: [],
        api_limits: { disabled: true, depth_limit: { global: 3 } },
      }).sources,
    ).toEqual([])
  })

  test('lists what needs other services instead of refusing it', () => {
    const document = {
      version: 3,
      sources: [],
      actions: [{ name: 'login' }],
      remote_schemas: [{ name: 'weather', definition: {} }],
    }
    expect(decodeMetadata(document).unsupported.map(({ name }) => name)).toEqual([
      'remote schema weather',
      'action login',
    ])
  })
})
