import type { Assignment, UpdatePlan } from '../../plan/write/types.ts'
import type { SqlAssignment, SqlColumn, SqlExpression, SqlUpdate } from '../../sql/types.ts'
import type { TranslateContext } from '../context.ts'
import { rowColumn, rowCondition, writtenTable, writtenValue } from './row.ts'

/** UPDATE; see {@link translateWrite}. */
export function translateUpdate(
  { table, set, where }: UpdatePlan,
  returning: readonly SqlColumn[],
  context: TranslateContext,
): SqlUpdate {
  return {
    kind: 'update',
    table,
    alias: writtenTable,
    set: set.map(assignment),
    where: rowCondition(where, context),
    returning,
  }
}

function assignment({ column, operator, value, type }: Assignment): SqlAssignment {
  const current: SqlExpression = rowColumn(column.name)
  const operand = writtenValue(value, type)
  const changed = (): SqlExpression => {
    switch (operator) {
      case 'set':
        return operand
      case 'inc':
        return { kind: 'binary', operator: '+', left: current, right: operand }
      case 'append':
        return { kind: 'binary', operator: '||', left: current, right: operand }
      case 'prepend':
        return { kind: 'binary', operator: '||', left: operand, right: current }
      case 'delete_key':
      case 'delete_elem':
        return { kind: 'binary', operator: '-', left: current, right: operand }
      case 'delete_at_path':
        return { kind: 'binary', operator: '#-', left: current, right: operand }
    }
  }
  return { column: column.name, value: changed() }
}
