import type { OnConflictPlan, UpdatedMark } from '../../plan/write/types.ts'
import type { SqlAssignment, SqlExpression, SqlOnConflict } from '../../sql/types.ts'
import type { TranslateContext } from '../context.ts'
import { rowColumn, rowCondition, writtenValue } from './row.ts'

/** ON CONFLICT: a conflicting row is skipped when there is nothing to assign. */
export function translateOnConflict(
  { constraint, columns, presets, where }: OnConflictPlan,
  context: TranslateContext,
): SqlOnConflict {
  if (columns.length === 0) return { constraint }
  const set: SqlAssignment[] = [
    ...columns.map((name): SqlAssignment => ({
      column: name,
      value: { kind: 'column', table: 'excluded', name },
    })),
    ...presets.map(({ column, value }): SqlAssignment => ({
      column: column.name,
      value: writtenValue(value, column.type),
    })),
  ]
  return { constraint, update: { set, where: rowCondition(where, context) } }
}

/**
 * Whether the row that RETURNING sees is new. `xmax` is the transaction that replaced an older
 * version.
 */
export function isInserted(mark: UpdatedMark): SqlExpression {
  if (mark.kind === 'former column') {
    return { kind: 'isNull', of: { kind: 'column', table: 'old', name: mark.name }, negated: false }
  }
  return {
    kind: 'binary',
    operator: '=',
    left: rowColumn('xmax'),
    right: { kind: 'integer', value: 0 },
  }
}
