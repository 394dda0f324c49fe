import { printArguments, printExpression, printOrderBy } from './print-expression.ts'
import type {
  SqlColumn,
  SqlCommonTable,
  SqlExpression,
  SqlFrom,
  SqlJoin,
  SqlSelect,
  SqlUnion,
} from './types.ts'
import type { SqlWriter } from './writer.ts'

/** `WITH name AS (…), …` with a space behind it; nothing without tables. */
export function printWith(tables: readonly SqlCommonTable[] | undefined, to: SqlWriter): void {
  if (!tables || tables.length === 0) return
  to.write('WITH ')
  to.list(tables, ', ', (table) => {
    to.name(table.name)
    if (table.columns) printNames(table.columns, to)
    to.write(
      table.materialized === undefined
        ? ' AS ('
        : table.materialized
          ? ' AS MATERIALIZED ('
          : ' AS NOT MATERIALIZED (',
    )
    to.query(table.query)
    to.write(')')
  })
  to.write(' ')
}

/** Prints SELECT. */
export function printSelect(query: SqlSelect, to: SqlWriter): void {
  printWith(query.with, to)
  to.write('SELECT ')
  if (query.distinctOn && query.distinctOn.length > 0) {
    to.write('DISTINCT ON (')
    to.list(query.distinctOn, ', ', item => printExpression(item, to))
    to.write(') ')
  }
  printColumns(query.columns, to)
  if (query.from) {
    to.write(' FROM ')
    printFrom(query.from, to)
  }
  for (const join of query.joins ?? []) printJoin(join, to)
  clause(' WHERE ', query.where, to)
  if (query.groupBy && query.groupBy.length > 0) {
    to.write(' GROUP BY ')
    to.list(query.groupBy, ', ', item => printExpression(item, to))
  }
  clause(' HAVING ', query.having, to)
  if (query.orderBy) printOrderBy(query.orderBy, to)
  if (!query.withTies) clause(' LIMIT ', query.limit, to)
  clause(' OFFSET ', query.offset, to)
  if (query.withTies && query.limit) {
    clause(' FETCH FIRST (', query.limit, to)
    to.write(') ROWS WITH TIES')
  }
}

/** A clause with its keyword, when there is one. */
export function clause(word: string, expression: SqlExpression | undefined, to: SqlWriter): void {
  if (!expression) return
  to.write(word)
  printExpression(expression, to)
}

/** The output columns of SELECT or RETURNING. */
export function printColumns(columns: readonly SqlColumn[] | 'all', to: SqlWriter): void {
  if (columns === 'all') return to.write('*')
  to.list(columns, ', ', ({ expression, alias }) => {
    printExpression(expression, to)
    if (alias !== undefined) {
      to.write(' AS ')
      to.name(alias)
    }
  })
}

/** Prints UNION; each part in parentheses. */
export function printUnion({ all, queries }: SqlUnion, to: SqlWriter): void {
  to.list(queries, all ? ' UNION ALL ' : ' UNION ', (query) => {
    to.write('(')
    to.query(query)
    to.write(')')
  })
}

function printJoin({ type, lateral, from, on }: SqlJoin, to: SqlWriter): void {
  to.write(type === 'cross' ? ' CROSS JOIN ' : type === 'left' ? ' LEFT JOIN ' : ' JOIN ')
  if (lateral) to.write('LATERAL ')
  printFrom(from, to)
  if (type === 'cross') return
  to.write(' ON ')
  printExpression(on ?? { kind: 'boolean', value: true }, to)
}

function printFrom(from: SqlFrom, to: SqlWriter): void {
  switch (from.kind) {
    case 'table':
      to.qualified(from.table)
      return printAlias(from.alias, undefined, to)
    case 'reference':
      to.name(from.name)
      return printAlias(from.alias, undefined, to)
    case 'function':
      to.qualified(from.function)
      to.write('(')
      printArguments(from.arguments, to)
      to.write(from.ordinality ? ') WITH ORDINALITY' : ')')
      return printAlias(from.alias, from.columns, to)
    case 'query':
      to.write('(')
      to.query(from.query)
      to.write(')')
      return printAlias(from.alias, from.columns, to)
    case 'values':
      to.write('(VALUES ')
      printRows(from.rows, to)
      to.write(')')
      return printAlias(from.alias, from.columns, to)
  }
}

function printAlias(alias: string, columns: readonly string[] | undefined, to: SqlWriter): void {
  to.write(' AS ')
  to.name(alias)
  if (columns) printNames(columns, to)
}

/** `("a", "b")` */
export function printNames(names: readonly string[], to: SqlWriter): void {
  to.write('(')
  to.list(names, ', ', name => to.name(name))
  to.write(')')
}

/** `(1, 2), (3, 4)` */
export function printRows(rows: readonly (readonly SqlExpression[])[], to: SqlWriter): void {
  to.list(rows, ', ', (row) => {
    to.write('(')
    to.list(row, ', ', item => printExpression(item, to))
    to.write(')')
  })
}
