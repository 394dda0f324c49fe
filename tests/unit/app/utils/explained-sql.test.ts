import { expect, test } from 'vitest'
import { sqlParts } from '../../../../app/utils/explained-sql.ts'

const sql = 'SELECT id FROM goals WHERE (mine) LIMIT 1'
const at = sql.indexOf('(mine)')

test('a statement is cut at its permissions, and breaks before its clauses', () => {
  expect(sqlParts({ sql, permission: [[at, at + 6]] })).toEqual([
    { text: 'SELECT id\nFROM goals\nWHERE ', isPermission: false },
    { text: '(mine)', isPermission: true },
    { text: '\nLIMIT 1', isPermission: false },
  ])
})

test('without ranges it is one part, and ranges within ranges count once', () => {
  expect(sqlParts({ sql: 'SELECT 1', permission: [] })).toEqual([
    { text: 'SELECT 1', isPermission: false },
  ])
  expect(
    sqlParts({
      sql: 'abcdef',
      permission: [
        [3, 6],
        [0, 4],
        [1, 2],
      ],
    }),
  ).toEqual([
    { text: 'abcd', isPermission: true },
    { text: 'ef', isPermission: true },
  ])
})
