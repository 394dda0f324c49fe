import type { InsertPlan } from '../../plan/write/types.ts'
import type { Value } from '../../plan/types.ts'
import type { SqlColumn, SqlExpression, SqlInsert, SqlType } from '../../sql/types.ts'
import type { TranslateContext } from '../context.ts'
import { translateOnConflict } from './on-conflict.ts'
import { writtenTable, writtenValue } from './row.ts'

/** INSERT; see {@link translateWrite}. */
export function translateInsert(
  { table, columns, rows, onConflict }: InsertPlan,
  returning: readonly SqlColumn[],
  context: TranslateContext,
): SqlInsert {
  return {
    kind: 'insert',
    table,
    alias: writtenTable,
    columns: columns.map(({ name }) => name),
    rows: rows.map(row => columns.map(({ type }, index) => insertedValue(row[index], type))),
    ...(onConflict && { onConflict: translateOnConflict(onConflict, context) }),
    returning,
  }
}

function insertedValue(value: Value | undefined, type: SqlType): SqlExpression {
  return value ? writtenValue(value, type) : { kind: 'default' }
}
