import { expect, it } from 'vitest'
import { nameKey } from '../../../../../hasura/engine/catalog/types.ts'
import { touchedTables } from '../../../../../hasura/engine/subscription/touched.ts'

const source = (name: string) => ({ kind: 'table', table: { schema: 'public', name } })

it('finds every table of a plan, however deep, once', () => {
  const plan = { kind: 'query', fields: [{ rows: { source: source('goals'), permission: { kind: 'exists', relation: { source: source('members') } } }, fields: [{ rows: { source: source('goals') } }] }] }
  expect(touchedTables(plan)).toEqual({ kind: 'tables', tables: ['goals', 'members'].map(name => nameKey({ schema: 'public', name })) })
})

it('does not guess what a function reads', () => {
  expect(touchedTables({ fields: [source('goals'), { kind: 'function', call: {} }] })).toEqual({ kind: 'unknown' })
})
