import { describe, expect, test } from 'vitest'
import { printSql } from '../../../../../hasura/engine/sql/print.ts'
import { arrayOf, builtin } from '../../../../../hasura/engine/sql/types-of.ts'
import type { SqlExpression, SqlSelect } from '../../../../../hasura/engine/sql/types.ts'

const int = builtin('int4')
const source = (key: string) => ({ key })
const one = (expression: SqlExpression): SqlSelect => ({
  kind: 'select',
  columns: [{ expression }],
})
const text = (expression: SqlExpression) => printSql(one(expression)).text

describe('names and texts', () => {
  test('quotes every name that a user chose', () => {
    expect(text({ kind: 'column', table: 'a"b', name: 'select' })).toBe('SELECT "a""b"."select"')
    expect(
      printSql({
        kind: 'select',
        columns: 'all',
        from: {
          kind: 'table',
          table: { schema: 'public', name: 'x"; drop table y; --' },
          alias: 't',
        },
      }).text,
    ).toBe('SELECT * FROM "public"."x""; drop table y; --" AS "t"')
  })

  test('cannot be left from inside a text', () => {
    expect(text({ kind: 'text', value: 'it\'s' })).toBe('SELECT \'it\'\'s\'')
    expect(text({ kind: 'text', value: '\\\'; --' })).toBe('SELECT E\'\\\\\'\'; --\'')
  })
})

describe('parameters', () => {
  test('shares a number between equal sources of equal type', () => {
    const both: SqlExpression = {
      kind: 'tuple',
      items: [
        { kind: 'parameter', source: source('a'), type: int },
        { kind: 'parameter', source: source('a'), type: int },
        { kind: 'parameter', source: source('a'), type: arrayOf(int) },
        { kind: 'parameter', source: source('b'), type: int },
      ],
    }
    const printed = printSql(one(both))
    expect(printed.text).toBe(
      'SELECT ROW($1::pg_catalog.int4, $1::pg_catalog.int4, $2::pg_catalog.int4[], $3::pg_catalog.int4)',
    )
    expect(printed.parameters.map(({ key }) => key)).toEqual(['a', 'a', 'b'])
  })

  test('hides one from the planner where asked to', () => {
    const hidden = one({
      kind: 'parameter',
      source: source('a'),
      type: int,
      hiddenFromPlanner: true,
    })
    expect(printSql(hidden).text).toBe('SELECT (SELECT $1::pg_catalog.int4)')
    expect(printSql(hidden, { kind: 'json', table: 's', column: 'vars' }).text).toBe(
      'SELECT ("s"."vars" ->> 0)::pg_catalog.int4',
    )
  })

  test('reads them from a JSON column where a statement serves many sessions', () => {
    expect(
      printSql(one({ kind: 'parameter', source: source('a'), type: int }), {
        kind: 'json',
        table: 's',
        column: 'vars',
      }).text,
    ).toBe('SELECT ("s"."vars" ->> 0)::pg_catalog.int4')
  })
})

test('keeps the annotation of nested conditions', () => {
  const yes: SqlExpression = { kind: 'boolean', value: true }
  expect(
    text({ kind: 'not', of: { kind: 'or', any: [yes, { kind: 'and', all: [yes, yes] }] } }),
  ).toBe('SELECT NOT (TRUE OR (TRUE AND TRUE))')
  expect(text({ kind: 'and', all: [] })).toBe('SELECT TRUE')
  expect(text({ kind: 'or', any: [] })).toBe('SELECT FALSE')
})

test('marks what permissions wrote', () => {
  const { text: sql, permissionRanges } = printSql({
    ...one({ kind: 'integer', value: 1 }),
    where: { kind: 'permission', of: { kind: 'boolean', value: false } },
  })
  expect(permissionRanges.map(([start, end]) => sql.slice(start, end))).toEqual(['FALSE'])
})
