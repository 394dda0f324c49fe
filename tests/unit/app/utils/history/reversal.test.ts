import { describe, expect, test } from 'vitest'
import type { Change } from '../../../../../app/utils/history/change.ts'
import { restorationOf, reversalOf } from '../../../../../app/utils/history/reversal.ts'
import { buildSchema, isInputObjectType } from 'graphql'
import { readFileSync } from 'node:fs'

const id = 'a0000000-0000-4000-8000-000000000001'
const goal = 'b0000000-0000-4000-8000-000000000001'

const change = (values: Partial<Change>): Change => ({
  id: '1',
  action: 'update',
  entity: 'tasks',
  entityId: id,
  before: undefined,
  after: undefined,
  isErased: false,
  at: '2026-01-01T00:00:00Z',
  actorId: null,
  actorName: undefined,
  door: null,
  ...values,
})

const isOf = { id: { _eq: id } }

test.each<[string, Partial<Change>, object | undefined]>([
  [
    'a field gets its former value, if it still has the new one',
    { before: { title: 'Run' }, after: { title: 'Walk' } },
    { kind: 'set', entity: 'tasks', where: { ...isOf, title: { _eq: 'Walk' } }, set: { title: 'Run' } },
  ],
  [
    'null is compared as such',
    { before: { due_date: '2026-01-01' }, after: { due_date: null } },
    { kind: 'set', entity: 'tasks', where: { ...isOf, due_date: { _is_null: true } }, set: { due_date: '2026-01-01' } },
  ],
  ['a deletion is restored', { before: { deleted_at: null }, after: { deleted_at: '2026-01-01' } }, { kind: 'restore', entity: 'tasks', id }],
  ['a restored row is deleted', { before: { deleted_at: '2026-01-01' }, after: { deleted_at: null } }, { kind: 'trash', entity: 'tasks', id }],
  ['a new row is deleted', { action: 'insert', entity: 'key_results', after: { title: 'x' } }, { kind: 'trash', entity: 'key_results', id }],
  ['a check-in is withdrawn', { action: 'insert', entity: 'check_ins', after: { note: 'x' } }, { kind: 'withdraw', id }],
  [
    'a task that left comes back',
    { action: 'leave' },
    { kind: 'set', entity: 'tasks', where: isOf, set: { goal_id: goal } },
  ],
  [
    'tasks that were unlinked are linked again',
    { action: 'delete', entity: 'task_dependencies', before: { task_id: id, depends_on_id: goal } },
    { kind: 'link', task: id, dependsOn: goal },
  ],
  [
    'tasks that were linked are unlinked',
    { action: 'insert', entity: 'task_dependencies', after: { task_id: id, depends_on_id: goal } },
    { kind: 'unlink', task: id, dependsOn: goal },
  ],
  [
    'of a link only one end is known where the other is hidden',
    { action: 'delete', entity: 'task_dependencies', before: { task_id: id } },
    undefined,
  ],
  ['what was erased stays so', { isErased: true }, undefined],
  ['a goal is not unmade', { action: 'insert', entity: 'goals', after: { title: 'x' } }, undefined],
  ['what arrived came from a place that is not told', { action: 'arrive', after: { title: 'x' } }, undefined],
  ['what was deleted for good is gone', { action: 'delete', before: { title: 'x' } }, undefined],
  ['columns that nobody writes are left alone', { before: { is_inbox: false }, after: { is_inbox: true } }, undefined],
])('%s', (_what, values, expected) => {
  expect(reversalOf(change(values), goal)).toEqual(expected)
})

test('every column that members may write can be taken back', () => {
  const schema = buildSchema(
    readFileSync(new URL('../../../../../app/graphql/generated/member.graphql', import.meta.url), 'utf8'),
  )
  for (const entity of ['goals', 'tasks', 'key_results', 'check_ins']) {
    const input = schema.getType(`${entity}_set_input`)
    const columns = isInputObjectType(input) ? Object.keys(input.getFields()) : []
    expect(columns.length).toBeGreaterThan(1)
    for (const column of columns.filter(name => !['goal_id', 'progress'].includes(name))) {
      const found = reversalOf(change({ entity, before: { [column]: 1 }, after: { [column]: 2 } }), goal)
      expect([entity, column, found?.kind]).toEqual([entity, column, column === 'deleted_at' ? 'restore' : 'set'])
    }
  }
})

describe('a version', () => {
  const [first, second, third] = [
    change({ before: { title: 'a' }, after: { title: 'b' } }),
    change({ before: { title: 'b', weight: 1 }, after: { title: 'c', weight: 2 } }),
    change({ before: { title: 'c' }, after: { title: 'd' } }),
  ]
  const other = change({ entityId: goal, before: { title: 'x' }, after: { title: 'y' } })

  test('is what the row was after a change, if nothing has come since the newest', () => {
    expect(restorationOf(first, [third, other, second])).toEqual({
      kind: 'set',
      entity: 'tasks',
      where: { ...isOf, title: { _eq: 'd' }, weight: { _eq: 2 } },
      set: { title: 'b', weight: 1 },
    })
    expect(restorationOf(second, [third])).toMatchObject({ set: { title: 'c' } })
  })

  test('that the row has still is not offered', () => {
    expect(restorationOf(third, [])).toBeUndefined()
    const back = change({ before: { title: 'd' }, after: { title: 'c' } })
    expect(restorationOf(second, [back, third])).toBeUndefined()
  })

  test('that cannot be told, because something was erased or deleted since, is not offered', () => {
    expect(restorationOf(first, [change({ isErased: true })])).toBeUndefined()
    expect(restorationOf(first, [change({ action: 'delete', before: { title: 'd' } })])).toBeUndefined()
  })
})
