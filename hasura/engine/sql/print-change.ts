import { printExpression } from './print-expression.ts'
import { clause, printColumns, printNames, printRows, printWith } from './print-query.ts'
import type {
  QualifiedName,
  SqlAssignment,
  SqlColumn,
  SqlDelete,
  SqlInsert,
  SqlOnConflict,
  SqlUpdate,
} from './types.ts'
import type { SqlWriter } from './writer.ts'

/** Prints INSERT. */
export function printInsert(query: SqlInsert, to: SqlWriter): void {
  printWith(query.with, to)
  to.write('INSERT INTO ')
  printTarget(query.table, query.alias, to)
  if (query.rows === 'default values') to.write(' DEFAULT VALUES')
  else {
    if (query.columns.length > 0) {
      to.write(' ')
      printNames(query.columns, to)
    }
    to.write(' ')
    if ('kind' in query.rows) to.query(query.rows)
    else {
      to.write('VALUES ')
      printRows(query.rows, to)
    }
  }
  if (query.onConflict) printConflict(query.onConflict, to)
  printReturning(query.returning, to)
}

function printConflict({ constraint, update }: SqlOnConflict, to: SqlWriter): void {
  to.write(' ON CONFLICT ')
  if (constraint !== undefined) {
    to.write('ON CONSTRAINT ')
    to.name(constraint)
    to.write(' ')
  }
  if (!update) return to.write('DO NOTHING')
  to.write('DO UPDATE SET ')
  printAssignments(update.set, to)
  clause(' WHERE ', update.where, to)
}

/** Prints UPDATE. */
export function printUpdate(query: SqlUpdate, to: SqlWriter): void {
  printWith(query.with, to)
  to.write('UPDATE ')
  printTarget(query.table, query.alias, to)
  to.write(' SET ')
  printAssignments(query.set, to)
  clause(' WHERE ', query.where, to)
  printReturning(query.returning, to)
}

/** Prints DELETE. */
export function printDelete(query: SqlDelete, to: SqlWriter): void {
  printWith(query.with, to)
  to.write('DELETE FROM ')
  printTarget(query.table, query.alias, to)
  clause(' WHERE ', query.where, to)
  printReturning(query.returning, to)
}

function printTarget(table: QualifiedName, alias: string | undefined, to: SqlWriter): void {
  to.qualified(table)
  if (alias !== undefined) {
    to.write(' AS ')
    to.name(alias)
  }
}

function printAssignments(assignments: readonly SqlAssignment[], to: SqlWriter): void {
  to.list(assignments, ', ', ({ column, value }) => {
    to.name(column)
    to.write(' = ')
    printExpression(value, to)
  })
}

function printReturning(columns: readonly SqlColumn[] | 'all' | undefined, to: SqlWriter): void {
  if (!columns) return
  to.write(' RETURNING ')
  printColumns(columns, to)
}
