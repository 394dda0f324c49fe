import { printDelete, printInsert, printUpdate } from './print-change.ts'
import { printSelect, printUnion } from './print-query.ts'
import type { ParameterStyle, PrintedSql, SqlQuery } from './types.ts'
import { sqlWriter, type SqlWriter } from './writer.ts'

/** Prints a tree. The same tree always gives the same text. */
export function printSql(
  query: SqlQuery,
  style: ParameterStyle = { kind: 'numbered' },
): PrintedSql {
  const writer = sqlWriter(style, printQuery)
  printQuery(query, writer)
  return {
    text: writer.text(),
    parameters: writer.parameters,
    permissionRanges: writer.permissionRanges,
  }
}

function printQuery(query: SqlQuery, to: SqlWriter): void {
  switch (query.kind) {
    case 'select':
      return printSelect(query, to)
    case 'union':
      return printUnion(query, to)
    case 'insert':
      return printInsert(query, to)
    case 'update':
      return printUpdate(query, to)
    case 'delete':
      return printDelete(query, to)
  }
}
