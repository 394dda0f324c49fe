import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadMetadata } from '../../../hasura/engine/metadata/load.ts'
import type { Json, MetadataDocument } from '../../../hasura/permissions/model.ts'
import { exposureRules } from './exposure.ts'
import { permissionRules } from './permissions.ts'

const metadata = (await loadMetadata(
  fileURLToPath(new URL('../../../hasura/metadata', import.meta.url)),
)) as MetadataDocument
const rules = [...permissionRules, ...exposureRules]

type Table = MetadataDocument['sources'][number]['tables'][number]

/** The metadata with a table edited. */
function edited(name: string, edit: (table: Table) => void): MetadataDocument {
  const copy = structuredClone(metadata)
  edit(copy.sources[0]!.tables.find(({ table }) => (table as { name: string }).name === name)!)
  return copy
}
const permission = (
  table: Table,
  operation: 'select' | 'insert' | 'update' | 'delete',
  role = 'member',
) => table[`${operation}_permissions`]!.find(one => one.role === role)!
const set = (
  name: string,
  operation: 'select' | 'insert' | 'update' | 'delete',
  change: (permission: Record<string, Json>) => Record<string, Json>,
) =>
  edited(name, table =>
    Object.assign(
      permission(table, operation).permission,
      change(permission(table, operation).permission),
    ),
  )

/** Each rule with metadata that breaks test. */
const breaches: Readonly<Record<string, MetadataDocument>> = {
  'no permission is for Hasura\'s own role admin': edited('goals', (table) => {
    permission(table, 'select').role = 'admin'
  }),
  'no filter is empty': set('goals', 'select', () => ({ filter: {} })),
  'every insert and every update has a check': set('goals', 'update', () => ({ check: null })),
  'columns are listed, never *': set('goals', 'insert', () => ({ columns: '*' })),
  'every filter and every check asks whether the caller is active': set(
    'categories',
    'delete',
    ({ filter }) => ({ filter: { user_id: (filter as { user_id: Json }).user_id } }),
  ),
  'the filters of update and delete imply the filter of select': set(
    'goals',
    'delete',
    ({ filter }) => ({ filter: { members: (filter as { members: Json }).members } }),
  ),
  'the check of an update asks of people what its filter asks': set(
    'goals',
    'update',
    ({ check }) => ({
      check: { members: { ...(check as { members: object }).members, role: {} } },
    }),
  ),
  'what an update checks and cannot change, it filters too': set(
    'goals',
    'update',
    ({ check }) => ({ check: { ...(check as object), is_inbox: { _eq: false } } }),
  ),
  'what is added to a goal asks of people what a change of it asks': set(
    'goal_grants',
    'insert',
    ({ check }) => ({ check: { goal: { ...(check as { goal: object }).goal, memberships: {} } } }),
  ),
  'no client chooses an id or an owner': set('goals', 'update', ({ columns }) => ({
    columns: [...(columns as string[]), 'created_by'],
  })),
  'every select has a row limit': edited('goals', table =>
    Reflect.deleteProperty(permission(table, 'select').permission, 'limit'),
  ),
  'every table and view of the schema public is tracked, and no other': edited('goals', (table) => {
    table.table = { schema: 'public', name: 'other' }
  }),
  'every role is shown every column, or it is hidden from the role on purpose': set(
    'goals',
    'select',
    ({ columns }) => ({ columns: (columns as string[]).slice(1) }),
  ),
}

test('holds of the metadata as it is', () => {
  expect(rules.flatMap(({ findings }) => findings(metadata))).toEqual([])
})

test.each(rules)('notices when it is not so that $name', ({ name, findings }) => {
  expect(findings(breaches[name]!).length).toBeGreaterThan(0)
})

test('does not take two members for one: the caller\'s row and an active row', () => {
  const split = set('goals', 'select', () => ({
    filter: {
      _and: [
        { members: { user_id: { _eq: 'X-Hasura-User-Id' } } },
        { members: { is_active: { _eq: true } } },
      ] as Json[],
    },
  }))
  expect(permissionRules.flatMap(({ findings }) => findings(split)).join()).toContain(
    'does not ask whether the caller is active',
  )
})
