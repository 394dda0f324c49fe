import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { is } from 'drizzle-orm'
import { getTableConfig, getViewConfig, PgTable, PgView, type PgColumn } from 'drizzle-orm/pg-core'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import * as schema from '../../../db/schema/index.ts'
import { loadMetadata, loadTables, operations, type BoolExp, type Operation, type Permission } from '../../support/metadata.ts'
import { hiddenColumns } from './hidden-columns.ts'
import { implies } from './implication.ts'

const roles = ['member', 'org_admin', 'viewer']
const userId = 'X-Hasura-User-Id'

/** The columns of every table and view in the schema `public`, by name. */
const columnsOf = new Map<string, string[]>(Object.values(schema).flatMap((entity): [string, string[]][] => {
  if (is(entity, PgTable)) {
    const { name, schema: namespace, columns } = getTableConfig(entity)
    return namespace ? [] : [[name, columns.map(column => column.name)]]
  }
  if (is(entity, PgView)) {
    const { name, selectedFields } = getViewConfig(entity)
    return [[name, Object.values(selectedFields).map(column => (column as PgColumn).name)]]
  }
  return []
}))

const tables = loadTables()

interface Entry { table: string, operation: Operation, role: string, permission: Permission, label: string }

const permissions: Entry[] = tables.flatMap(table => operations.flatMap(operation =>
  (table[`${operation}_permissions`] ?? []).map(({ role, permission }) => ({
    table: table.table.name, operation, role, permission, label: `${role} ${operation} ${table.table.name}`,
  }))))

const of = (...wanted: Operation[]) => permissions.filter(({ operation }) => wanted.includes(operation))

const find = (operation: Operation, role: string, table: string) =>
  permissions.find(entry => entry.operation === operation && entry.role === role && entry.table === table)?.permission

const expressions = ({ filter, check }: Permission) => [filter, check].filter(expression => expression !== undefined)

/** Every key and every value anywhere inside. */
const words = (expression: unknown): unknown[] => typeof expression === 'object' && expression !== null
  ? Object.entries(expression).flatMap(([key, value]) => [key, ...words(value)])
  : [expression]

describe('the metadata as Hasura reads it', () => {
  const directory = process.env.SCHEMAS_DIR
  const file = directory && path.join(directory, 'hasura-metadata.openapi.json')
  const missing = !file ? 'SCHEMAS_DIR is not set' : existsSync(file) ? undefined : `there is no ${file}`

  it('is valid by the schema that Hasura publishes', ({ skip }) => {
    if (missing) skip(missing)
    const published = JSON.parse(readFileSync(file!, 'utf8'), withoutEmptyNullable) as { components: object }
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true })
      .compile({ components: published.components, $ref: '#/components/schemas/MetadataV3' })
    validate(loadMetadata())
    expect(validate.errors ?? []).toEqual([])
  })

  it('configures one PostgreSQL source and nothing that could open another door', () => {
    const { version, sources, actions, custom_types: types, ...others } = loadMetadata()
    expect(version).toBe(3)
    expect(sources).toMatchObject([{ name: 'default', kind: 'postgres', configuration: { connection_info: { database_url: { from_env: 'HASURA_GRAPHQL_DATABASE_URL' } } } }])
    expect(actions).toEqual([])
    expect(Object.values(types as object).flat()).toEqual([])
    expect(others).toEqual({})
  })
})

describe('what is exposed', () => {
  it('tracks the tables and views of the schema "public", and no others', () => {
    expect(tables.map(({ table }) => `${table.schema}.${table.name}`).sort())
      .toEqual([...columnsOf.keys()].map(name => `public.${name}`).sort())
  })

  it.each([...columnsOf].flatMap(([table, columns]) => roles.map(role => ({ table, role, columns }))))('shows $role the columns of $table, or hides them on purpose', ({ table, role, columns }) => {
    const hidden = hiddenColumns.filter(entry => entry.table === table && entry.from.includes(role))
      .flatMap(entry => entry.columns === 'all' ? columns : entry.columns)
    const shown = find('select', role, table)?.columns ?? []
    expect([...shown, ...hidden].sort()).toEqual([...columns].sort())
  })

  it.each(of('insert', 'update'))('lets $label set only listed columns that exist', ({ table, permission }) => {
    expect(permission.columns).toBeInstanceOf(Array)
    expect(columnsOf.get(table)).toEqual(expect.arrayContaining([...permission.columns!, ...Object.keys(permission.set ?? {})]))
  })
})

describe('who may do what', () => {
  it('has permissions for the three roles, and never for Hasura\'s own "admin"', () => {
    expect([...new Set(permissions.map(({ role }) => role))].sort()).toEqual(roles)
  })

  it('lets a viewer read as a member does and write nothing', () => {
    expect(permissions.filter(({ role, operation }) => role === 'viewer' && operation !== 'select')).toEqual([])
    for (const table of columnsOf.keys()) expect(find('select', 'viewer', table)).toEqual(find('select', 'member', table))
  })

  it('lets an administrator write nothing but whether others are active', () => {
    const writes = permissions.filter(({ role, operation }) => role === 'org_admin' && operation !== 'select')
    expect(writes.map(({ label, permission }) => [label, permission.columns])).toEqual([['org_admin update users', ['is_active']]])
    expect(writes[0]!.permission.filter).toMatchObject({ id: { _neq: userId } })
  })
})

describe('every permission', () => {
  it.each(permissions)('$label says which rows', ({ operation, permission }) => {
    const needed = { select: ['filter'], insert: ['check'], update: ['filter', 'check'], delete: ['filter'] } as const
    for (const part of needed[operation]) expect(Object.keys(permission[part] ?? {}), part).not.toEqual([])
  })

  it.each(permissions)('$label holds only for a caller who is active', ({ permission }) => {
    for (const expression of expressions(permission)) expect(callerIsActive(expression)).toBe(true)
  })

  it.each(of('select'))('$label has no alternative that hides the caller from the planner', ({ permission }) => {
    expect(words(permission.filter)).not.toEqual(expect.arrayContaining(['_or']))
    expect(words(permission.filter)).not.toEqual(expect.arrayContaining(['_not']))
  })

  it.each(of('update', 'delete'))('$label reaches only what the role can see, for `returning` skips the select filter', ({ role, table, permission }) => {
    const visible = find('select', role, table)?.filter
    expect(visible).toBeDefined()
    expect(implies(permission.filter!, visible!)).toBe(true)
  })

  it.each(of('insert'))('$label presets whose the row is', ({ table, permission }) => {
    const owners = columnsOf.get(table)!.filter(column => column === 'user_id' || column === 'created_by')
    expect(owners).not.toEqual([])
    expect(permission.set).toEqual(Object.fromEntries(owners.map(column => [column, userId])))
  })

  it.each(of('insert', 'update'))('$label leaves to the database what is the database\'s', ({ permission }) => {
    const kept = ['id', 'user_id', 'created_by', 'is_inbox', 'completed_at', 'created_at', 'updated_at']
    expect(kept.filter(column => permission.columns!.includes(column))).toEqual([])
  })
})

describe('implies', () => {
  const visible = { deleted_at: { _is_null: true }, members: { user_id: { _eq: userId } } }

  it('accepts the same and narrower conditions', () => {
    expect(implies(visible, visible)).toBe(true)
    expect(implies({ ...visible, members: { ...visible.members, role: { _eq: 'owner' } } }, visible)).toBe(true)
    expect(implies({ role: { _eq: 'owner' } }, { role: { _in: ['owner', 'editor'] } })).toBe(true)
  })

  it('refuses a missing, another or an alternative condition', () => {
    expect(implies({ members: visible.members }, visible)).toBe(false)
    expect(implies({ ...visible, members: { user_id: { _neq: userId } } }, visible)).toBe(false)
    expect(implies({ ...visible, members: { role: { _eq: 'owner' } } }, visible)).toBe(false)
    expect(implies({ role: { _eq: 'viewer' } }, { role: { _in: ['owner', 'editor'] } })).toBe(false)
    expect(implies({ role: { _in: ['owner', 'viewer'] } }, { role: { _in: ['owner', 'editor'] } })).toBe(false)
    expect(implies({ _or: [visible, {}] }, visible)).toBe(false)
  })
})

/** JSON.parse's second argument: `nullable` without `type` says nothing in OpenAPI 3.0, and Ajv refuses it. */
function withoutEmptyNullable(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value) || 'type' in value) return value
  const { nullable: _, ...rest } = value
  return rest
}

/** Whether a condition that must hold ties `is_active` to the caller's id: on the same row, or on the row's `user` or `creator`. */
function callerIsActive(expression: BoolExp): boolean {
  const isCaller = (condition: unknown) => JSON.stringify(condition) === JSON.stringify({ _eq: userId })
  const isActive = (condition: unknown) => (condition as BoolExp | undefined)?.is_active !== undefined
    && JSON.stringify((condition as BoolExp).is_active) === JSON.stringify({ _eq: true })
  if (isCaller(expression.id) && isActive(expression)) return true
  if (isCaller(expression.user_id) && (isActive(expression) || isActive(expression.user))) return true
  if (isCaller(expression.created_by) && isActive(expression.creator)) return true
  if (expression._exists) return callerIsActive((expression._exists as { _where: BoolExp })._where)
  return Object.entries(expression).some(([key, inner]) => !key.startsWith('_') && typeof inner === 'object' && inner !== null && callerIsActive(inner as BoolExp))
}
