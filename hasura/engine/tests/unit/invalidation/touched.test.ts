import { describe, expect, test } from 'vitest'
import { nameKey } from '../../../catalog/types.ts'
import { touchedTables } from '../../../invalidation/touched.ts'

const table = (name: string) => ({ schema: 'public', name })
const source = (name: string) => ({ kind: 'table', table: table(name) })
const column = (name: string) => ({ kind: 'column', name, of: 'row' })
const mine = {
  kind: 'compare',
  left: column('owner'),
  operator: '_eq',
  right: { kind: 'value', value: { kind: 'session', key: 'me', variable: 'me' } },
}
const open = { kind: 'isNull', operand: column('deleted'), negated: false }
const join = (local: string, remote: string) => [
  { local: { name: local }, remote: { name: remote } },
]
const exists = (name: string, mapping: object[], where: object) => ({
  kind: 'exists',
  relation: { source: source(name), mapping },
  permission: undefined,
  where,
})
const and = (...operands: object[]) => ({ kind: 'and', operands })
const select = (name: string, mapping: object[], permission: object, fields: object[] = []) => ({
  shape: 'many',
  rows: { source: source(name), mapping, permission, orderBy: [] },
  fields,
})

/** Each table's conditions. */
function readsOf(plan: object): Record<string, unknown[]> {
  const touched = touchedTables(plan)
  if (touched.kind === 'unknown') throw new Error('unknown')
  expect(touched.tables).toEqual(
    [...new Set(touched.reads.map(read => nameKey(read.table)))].sort(),
  )
  return Object.fromEntries(
    [...Map.groupBy(touched.reads, read => read.table.name)].map(([name, reads]) => [
      name,
      reads.map(({ condition }) => condition),
    ]),
  )
}

describe('touched tables', () => {
  test('are found however deep, each place once', () => {
    expect(
      Object.keys(
        readsOf({
          fields: [
            select('goals', [], exists('members', join('id', 'goal'), mine), [
              { rows: select('tasks', join('id', 'goal'), and(open)) },
            ]),
          ],
        }),
      ).sort(),
    ).toEqual(['goals', 'members', 'tasks'])
  })

  test('say what they are asked for', () => {
    const member = exists('members', join('id', 'goal'), mine)
    expect(readsOf(select('goals', [], and(open, member)))).toEqual({
      goals: [and(open, member)],
      members: [and(mine)],
    })
  })

  test('that the session chooses do not ask for others, which are looked at in their sight', () => {
    expect(
      readsOf(select('members', [], and(mine, exists('goals', join('goal', 'id'), open)))),
    ).toEqual({
      members: [and(mine)],
      goals: [and(open, exists('members', join('id', 'goal'), and(mine)))],
    })
  })

  test('below a row are looked at in its sight, unless they are chosen by themselves', () => {
    expect(
      readsOf(
        select('goals', [], mine, [
          { rows: select('tasks', join('id', 'goal'), open) },
          { rows: select('notes', join('id', 'goal'), mine) },
        ]),
      ),
    ).toEqual({
      goals: [and(mine)],
      tasks: [and(open, exists('goals', join('goal', 'id'), and(mine)))],
      notes: [and(mine)],
    })
  })

  test('in a place that is not known are read without a condition', () => {
    expect(readsOf({ permission: mine, somewhere: { else: source('goals') } })).toEqual({
      goals: [and()],
    })
  })

  test('are unknown where a function reads', () => {
    expect(
      touchedTables({ fields: [select('goals', [], mine), { kind: 'function', call: {} }] }),
    ).toEqual({ kind: 'unknown' })
  })
})
