import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { roles } from '#shared/roles.ts'
import type { MetadataDocument } from '../../../hasura/permissions/model.ts'
import { columnsOf, exposureRules } from '../../isolation/lint/exposure.ts'
import { implies } from '../../isolation/lint/implication.ts'
import { permissionRules } from '../../isolation/lint/permissions.ts'
import {
  loadMetadata,
  loadTables,
  operations,
  type Operation,
  type Permission,
} from '../../support/metadata.ts'

const userId = 'X-Hasura-User-Id'

const tables = loadTables()

interface Entry {
  table: string
  operation: Operation
  role: string
  permission: Permission
  label: string
}

const permissions: Entry[] = tables.flatMap(table =>
  operations.flatMap(operation =>
    (table[`${operation}_permissions`] ?? []).map(({ role, permission }) => ({
      table: table.table.name,
      operation,
      role,
      permission,
      label: `${role} ${operation} ${table.table.name}`,
    })),
  ),
)

const of = (...wanted: Operation[]) =>
  permissions.filter(({ operation }) => wanted.includes(operation))

const find = (operation: Operation, role: string, table: string) =>
  permissions.find(
    entry => entry.operation === operation && entry.role === role && entry.table === table,
  )?.permission

/** Every key and every value anywhere inside. */
const words = (expression: unknown): unknown[] =>
  typeof expression === 'object' && expression !== null
    ? Object.entries(expression).flatMap(([key, value]) => [key, ...words(value)])
    : [expression]

describe('the metadata as Hasura reads it', () => {
  const directory = process.env.SCHEMAS_DIR
  const file = directory && path.join(directory, 'hasura-metadata.openapi.json')
  const missing = !file
    ? 'SCHEMAS_DIR is not set'
    : existsSync(file)
      ? undefined
      : `there is no ${file}`

  test('is valid by the schema that Hasura publishes', ({ skip }) => {
    if (missing) skip(missing)
    const published = JSON.parse(readFileSync(file!, 'utf8'), withoutEmptyNullable) as {
      components: object
    }
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile({
      components: published.components,
      $ref: '#/components/schemas/MetadataV3',
    })
    validate(loadMetadata())
    expect(validate.errors ?? []).toEqual([])
  })

  test('configures one PostgreSQL source and nothing that could open another door', () => {
    const { version, sources, actions, custom_types: types, ...others } = loadMetadata()
    expect(version).toBe(3)
    expect(sources).toMatchObject([
      {
        name: 'default',
        kind: 'postgres',
        configuration: {
          connection_info: { database_url: { from_env: 'HASURA_GRAPHQL_DATABASE_URL' } },
        },
      },
    ])
    expect(actions).toEqual([])
    expect(Object.values(types as object).flat()).toEqual([])
    expect(others).toEqual({})
  })
})

describe('what is exposed', () => {
  test.each(exposureRules)('$name', ({ findings }) => {
    expect(findings(loadMetadata() as unknown as MetadataDocument)).toEqual([])
  })

  test.each(of('insert', 'update'))(
    'lets $label set only listed columns that exist',
    ({ table, permission }) => {
      expect(permission.columns).toBeInstanceOf(Array)
      expect(columnsOf.get(table)).toEqual(
        expect.arrayContaining([...permission.columns!, ...Object.keys(permission.set ?? {})]),
      )
    },
  )
})

describe('who may do what', () => {
  test('has permissions for the roles of the application, and never for Hasura\'s own "admin"', () => {
    expect([...new Set(permissions.map(({ role }) => role))].sort()).toEqual([...roles].sort())
  })

  test('lets a viewer read as a member does and write nothing', () => {
    expect(
      permissions.filter(({ role, operation }) => role === 'viewer' && operation !== 'select'),
    ).toEqual([])
    for (const table of columnsOf.keys())
      expect(find('select', 'viewer', table)).toEqual(find('select', 'member', table))
  })

  test('lets an administrator write nothing but whether others are active and who owns what nobody does', () => {
    const writes = permissions.filter(
      ({ role, operation }) => role === 'org_admin' && operation !== 'select',
    )
    expect(writes.map(({ label, permission }) => [label, permission.columns])).toEqual([
      ['org_admin insert goal_grants', ['goal_id', 'user_id']],
      ['org_admin update users', ['is_active']],
    ])
    expect(writes[0]!.permission.check).toMatchObject({
      goal: { _not: { memberships: { role: { _eq: 'owner' } } } },
    })
    expect(writes[1]!.permission.filter).toMatchObject({ id: { _neq: userId } })
  })
})

describe('every permission', () => {
  test.each(permissionRules)('is such that $name', ({ findings }) => {
    expect(findings(loadMetadata() as unknown as MetadataDocument)).toEqual([])
  })

  test.each(of('select'))(
    '$label has no alternative that hides the caller from the planner',
    ({ permission }) => {
      expect(words(permission.filter)).not.toEqual(expect.arrayContaining(['_or']))
      expect(words(permission.filter)).not.toEqual(expect.arrayContaining(['_not']))
    },
  )

  test.each(of('insert'))('$label presets whose the row is', ({ table, permission }) => {
    const columns = columnsOf.get(table)!
    const author = ['created_by', 'granted_by', 'invited_by', 'user_id'].find(column => columns.includes(column))
    expect(permission.set).toMatchObject({ [author!]: userId })
  })

  test.each(of('insert', 'update'))(
    '$label leaves to the database what is the database\'s',
    ({ table, permission }) => {
      const kept = [
        'id',
        // A grant names somebody else.
        ...(table === 'goal_grants' ? [] : ['user_id']),
        'created_by',
        'granted_by',
        'invited_by',
        'is_inbox',
        'completed_at',
        'created_at',
        'updated_at',
      ]
      expect(kept.filter(column => permission.columns!.includes(column))).toEqual([])
    },
  )
})

describe('implies', () => {
  const visible = { deleted_at: { _is_null: true }, members: { user_id: { _eq: userId } } }

  test('accepts the same and narrower conditions', () => {
    expect(implies(visible, visible)).toBe(true)
    expect(
      implies({ ...visible, members: { ...visible.members, role: { _eq: 'owner' } } }, visible),
    ).toBe(true)
    expect(implies({ role: { _eq: 'owner' } }, { role: { _in: ['owner', 'editor'] } })).toBe(true)
  })

  test('refuses a missing, another or an alternative condition', () => {
    expect(implies({ members: visible.members }, visible)).toBe(false)
    expect(implies({ ...visible, members: { user_id: { _neq: userId } } }, visible)).toBe(false)
    expect(implies({ ...visible, members: { role: { _eq: 'owner' } } }, visible)).toBe(false)
    expect(implies({ role: { _eq: 'viewer' } }, { role: { _in: ['owner', 'editor'] } })).toBe(false)
    expect(
      implies({ role: { _in: ['owner', 'viewer'] } }, { role: { _in: ['owner', 'editor'] } }),
    ).toBe(false)
    expect(implies({ _or: [visible, {}] }, visible)).toBe(false)
  })
})

/**
 * JSON.parse's second argument: `nullable` without `type` says nothing in OpenAPI 3.0, and Ajv
 * refuses test.
 */
function withoutEmptyNullable(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value) || 'type' in value)
    return value
  const { nullable: _, ...rest } = value
  return rest
}
