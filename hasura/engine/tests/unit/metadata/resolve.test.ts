import { describe, expect, test } from 'vitest'
import {
  nameKey,
  type Catalog,
  type CatalogColumn,
  type CatalogTable,
} from '../../../../../hasura/engine/catalog/types.ts'
import { decodeMetadata } from '../../../../../hasura/engine/metadata/decode/document.ts'
import { resolveMetadata } from '../../../../../hasura/engine/metadata/resolve.ts'
import type {
  ResolvedMetadata,
  ResolvedTable,
} from '../../../../../hasura/engine/metadata/types.ts'

function column(name: string, type: string, nullable = true): CatalogColumn {
  return {
    name,
    type: { schema: 'pg_catalog', name: type, kind: 'base', array: false },
    nullable,
    insertable: true,
    updatable: true,
    description: undefined,
  }
}

function table(
  name: string,
  columns: readonly CatalogColumn[],
  options: Partial<CatalogTable> = {},
): CatalogTable {
  const primaryKey = { name: `${name}_pkey`, columns: ['id'] }
  return {
    name: { schema: 'public', name },
    kind: 'table',
    hasChildTables: false,
    isPartitioned: false,
    description: undefined,
    columns,
    primaryKey,
    uniqueConstraints: [primaryKey],
    foreignKeys: [],
    insertable: true,
    updatable: true,
    deletable: true,
    ...options,
  }
}

const users = table('users', [column('id', 'uuid', false), column('name', 'text')])
const goals = table(
  'goals',
  [
    column('id', 'uuid', false),
    column('title', 'text', false),
    column('note', 'text'),
    column('owner', 'uuid', false),
  ],
  {
    foreignKeys: [
      {
        name: 'goals_owner_fkey',
        columns: ['owner'],
        target: { schema: 'public', name: 'users' },
        targetColumns: ['id'],
      },
    ],
  },
)
const catalog: Catalog = {
  serverVersion: 180_000,
  tables: new Map([users, goals].map(item => [nameKey(item.name), item])),
  functions: new Map(),
  enumRows: new Map(),
}

function resolve(
  goalsEntry: Record<string, unknown>,
  document: Record<string, unknown> = {},
): ResolvedMetadata {
  const tables = [
    {
      table: 'users',
      array_relationships: [
        {
          name: 'goals',
          using: { foreign_key_constraint_on: { table: 'goals', column: 'owner' } },
        },
      ],
    },
    {
      table: 'goals',
      object_relationships: [{ name: 'user', using: { foreign_key_constraint_on: 'owner' } }],
      ...goalsEntry,
    },
  ]
  return resolveMetadata(
    decodeMetadata({
      version: 3,
      sources: [{ name: 'default', kind: 'postgres', tables, configuration: {} }],
      ...document,
    }),
    catalog,
  )
}

function goalsOf(metadata: ResolvedMetadata): ResolvedTable {
  const found = metadata.source.tables.get(nameKey(goals.name))
  if (!found) throw new Error('goals is not resolved')
  return found
}

const select = (role: string, permission: Record<string, unknown>) => ({
  role,
  permission: { columns: '*', filter: {}, ...permission },
})

describe('resolveMetadata', () => {
  test('resolves relationships by foreign key, from both ends', () => {
    const metadata = resolve({})
    expect(goalsOf(metadata).relationships.get('user')).toMatchObject({
      mapping: [{ local: 'owner', remote: 'id' }],
      nullable: false,
      insertionOrder: 'before_parent',
    })
    expect(
      metadata.source.tables.get(nameKey(users.name))?.relationships.get('goals'),
    ).toMatchObject({ mapping: [{ local: 'id', remote: 'owner' }], insertionOrder: 'after_parent' })
  })

  test('leaves a permission out as a whole when its filter cannot be resolved', () => {
    const metadata = resolve({
      select_permissions: [
        select('member', { filter: { gone: { _eq: 1 } } }),
        select('viewer', {}),
      ],
    })
    expect(goalsOf(metadata).permissions.has('member')).toBe(false)
    expect(goalsOf(metadata).permissions.has('viewer')).toBe(true)
    expect(metadata.inconsistencies).toEqual([
      expect.objectContaining({
        type: 'select_permission',
        reason: 'field "gone" does not exist in table "goals"',
      }),
    ])
  })

  test('leaves out a table that does not exist with all that needs it', () => {
    const metadata = resolve({
      object_relationships: [
        {
          name: 'user',
          using: {
            manual_configuration: { remote_table: 'gone', column_mapping: { owner: 'id' } },
          },
        },
      ],
    })
    expect(metadata.inconsistencies).toEqual([
      expect.objectContaining({ type: 'object_relation', reason: 'table "gone" is not tracked' }),
    ])
  })

  test('knows implicit equality, old spellings and null awareness by the column', () => {
    const metadata = resolve({
      select_permissions: [
        select('member', {
          filter: { $or: [{ id: 'X-Hasura-User-Id' }, { note: { $ne: null } }] },
        }),
      ],
    })
    const filter = goalsOf(metadata).permissions.get('member')?.select?.filter
    expect(filter).toMatchObject({
      kind: 'or',
      operands: [
        {
          kind: 'column',
          comparison: {
            operator: '_eq',
            value: { kind: 'session', variable: 'x-hasura-user-id' },
            nullAware: false,
          },
        },
        {
          kind: 'column',
          comparison: {
            operator: '_neq',
            value: { kind: 'literal', value: null },
            nullAware: true,
          },
        },
      ],
    })
  })

  test('takes session variables inside a list as literals', () => {
    const metadata = resolve({
      select_permissions: [select('member', { filter: { title: { _in: ['X-Hasura-A'] } } })],
    })
    const filter = goalsOf(metadata).permissions.get('member')?.select?.filter
    expect(filter).toMatchObject({
      comparison: { value: { kind: 'literal', value: ['X-Hasura-A'] } },
    })
  })

  test('removes preset columns from what a client may give', () => {
    const metadata = resolve({
      insert_permissions: [
        { role: 'member', permission: { check: {}, set: { owner: 'x-hasura-user-id' } } },
      ],
    })
    const insert = goalsOf(metadata).permissions.get('member')?.insert
    expect([...(insert?.columns ?? [])]).toEqual(['id', 'title', 'note'])
    expect(insert?.presets.get('owner')).toEqual({ kind: 'session', variable: 'x-hasura-user-id' })
  })

  test('refuses a permission of the role admin', () => {
    const metadata = resolve({
      delete_permissions: [{ role: 'admin', permission: { filter: { id: 'x-hasura-user-id' } } }],
    })
    expect(metadata.inconsistencies).toEqual([
      expect.objectContaining({ type: 'delete_permission' }),
    ])
  })

  test('refuses root fields that the rest of the permission rules out', () => {
    const metadata = resolve({
      select_permissions: [
        select('a', { query_root_fields: ['select_aggregate'] }),
        select('b', { columns: ['title'], query_root_fields: ['select_by_pk'] }),
      ],
    })
    expect(goalsOf(metadata).permissions.has('a')).toBe(false)
    expect(goalsOf(metadata).permissions.has('b')).toBe(false)
  })
})

describe('inherited roles', () => {
  const inherited = { inherited_roles: [{ role_name: 'both', role_set: ['one', 'two'] }] }

  test('shows rows of any parent, and a column only in rows of parents that grant it', () => {
    const permissions = [
      select('one', { columns: ['id', 'title'], filter: { owner: 'x-hasura-user-id' }, limit: 5 }),
      select('two', { columns: ['id'], filter: { title: 'public' }, limit: 9 }),
    ]
    const both = goalsOf(resolve({ select_permissions: permissions }, inherited)).permissions.get(
      'both',
    )?.select
    expect(both?.filter.kind).toBe('or')
    expect(both?.limit).toBe(9)
    expect(both?.columns.get('id')).toEqual({ visibleWhen: undefined })
    expect(both?.columns.get('title')?.visibleWhen).toMatchObject({
      kind: 'or',
      operands: [{ kind: 'column' }],
    })
  })

  test('inherits a write permission only when all parents agree', () => {
    const agreeing = [
      { role: 'one', permission: { filter: {} } },
      { role: 'two', permission: { filter: {} } },
    ]
    expect(
      goalsOf(resolve({ delete_permissions: agreeing }, inherited)).permissions.get('both')?.delete,
    ).toBeDefined()
    const differing = [
      agreeing[0],
      { role: 'two', permission: { filter: { owner: 'x-hasura-user-id' } } },
    ]
    const metadata = resolve({ delete_permissions: differing }, inherited)
    expect(goalsOf(metadata).permissions.get('both')).toBeUndefined()
    expect(metadata.inconsistencies).toEqual([
      expect.objectContaining({ type: 'inherited role permission inconsistency' }),
    ])
  })

  test('keeps a permission of its own', () => {
    const permissions = [select('one', {}), select('two', {}), select('both', { columns: ['id'] })]
    const both = goalsOf(resolve({ select_permissions: permissions }, inherited)).permissions.get(
      'both',
    )?.select
    expect([...(both?.columns.keys() ?? [])]).toEqual(['id'])
  })

  test('inherits nothing in place of a permission of its own that had to be left out', () => {
    const permissions = [
      select('one', {}),
      select('two', {}),
      select('both', { filter: { gone: 1 } }),
    ]
    expect(
      goalsOf(resolve({ select_permissions: permissions }, inherited)).permissions.get('both'),
    ).toBeUndefined()
  })

  test('names a cycle, unknown parents, and who depends on either', () => {
    const roles = {
      a: ['b'],
      b: ['one', 'a'],
      c: ['one', 'nobody'],
      d: ['a'],
      e: ['e'],
      f: ['one'],
    }
    const metadata = resolve(
      { select_permissions: [select('one', {})] },
      {
        inherited_roles: Object.entries(roles).map(([name, set]) => ({
          role_name: name,
          role_set: set,
        })),
      },
    )
    expect([...metadata.inheritedRoles.keys()]).toEqual(['f'])
    expect(metadata.inconsistencies.map(({ name, reason }) => `${name}: ${reason}`).sort()).toEqual(
      [
        'inherited role a: the role inherits from itself: a → b → a',
        'inherited role b: the role inherits from itself: a → b → a',
        'inherited role c: these roles of its role set do not exist: nobody',
        'inherited role d: these roles of its role set are inconsistent: a',
        'inherited role e: the role inherits from itself: e → e',
      ],
    )
    expect(metadata.inconsistencies[0]?.definition).toEqual({
      role_name: expect.any(String) as string,
      role_set: expect.any(Array) as string[],
    })
  })

  test('leaves out roles in a cycle or with unknown parents', () => {
    const metadata = resolve(
      { select_permissions: [select('one', {})] },
      {
        inherited_roles: [
          { role_name: 'a', role_set: ['b'] },
          { role_name: 'b', role_set: ['a'] },
          { role_name: 'c', role_set: ['one', 'nobody'] },
        ],
      },
    )
    expect([...metadata.inheritedRoles]).toEqual([])
    expect(metadata.inconsistencies.every(({ type }) => type === 'inherited_role')).toBe(true)
  })
})
