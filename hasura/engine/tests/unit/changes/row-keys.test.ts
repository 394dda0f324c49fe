import { describe, expect, test } from 'vitest'
import { readNotification, type Notification } from '../../../changes/row-keys.ts'
import { changeOf, tableIndex } from '../../../changes/table-index.ts'

const id = { name: 'id', type: { schema: 'pg_catalog', name: 'int8', array: false } }
const below = (oid: string, shown: ReadonlyMap<string, typeof id> | undefined) => ({
  oid,
  keys: [id],
  installed: true,
  shown,
})
const watched = (name: string, ...tables: ReturnType<typeof below>[]) => ({
  table: { schema: 'public', name },
  below: tables,
  isComplete: true,
})

describe('a notification', () => {
  test('names a table, and perhaps keys, whose digits stay', () => {
    expect(readNotification('42')).toEqual({ oid: '42', images: undefined })
    expect(readNotification('42 [{"id": "9007199254740993", "up": null}]')).toEqual({
      oid: '42',
      images: [{ id: '9007199254740993', up: null }],
    })
  })

  test.each(['42 ', '42 [', '42 {}', '42 [null]', '42 [{"id": 1}]', '42 ["id"]'])(
    'that is not understood means any row: %s',
    (payload) => {
      expect(readNotification(payload)).toEqual({ oid: '42', images: undefined })
    },
  )
})

describe('to a watcher', () => {
  const heard = tableIndex([
    watched('goals', below('1', new Map([['id', id]]))),
    watched('shown_goals', below('1', new Map([['goal', id]])), below('2', undefined)),
    watched('tasks', below('2', new Map([['id', id]]))),
  ])

  test('a table is seen as itself and through views', () => {
    expect(changeOf({ oid: '1', images: [{ id: '7' }] }, heard)).toMatchObject({
      kind: 'rows',
      images: [{ id: '7' }],
      table: { seenAs: [{ table: { name: 'goals' } }, { table: { name: 'shown_goals' } }] },
    })
  })

  test.each<[string, Notification]>([
    ['below a view that hides its rows', { oid: '2', images: [{ id: '7' }] }],
    ['without keys', { oid: '1', images: undefined }],
    ['without a key that is needed', { oid: '1', images: [{ id: '7' }, { other: '7' }] }],
  ])('a table %s may have changed anywhere', (_what, notification) => {
    expect(changeOf(notification, heard)).toEqual({ kind: 'anything' })
  })

  test('another table is nothing', () => {
    expect(changeOf({ oid: '3', images: undefined }, heard)).toBeUndefined()
  })
})
