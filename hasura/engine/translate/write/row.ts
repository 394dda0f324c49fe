import type { BoolExp, Value } from '../../plan/types.ts'
import type { SqlExpression, SqlType } from '../../sql/types.ts'
import { booleanExpression } from '../bool-exp.ts'
import { scopeOf, type TranslateContext } from '../context.ts'

/** The written table's name inside its statement. */
export const writtenTable = '_0'

/** A condition on the written row. */
export function rowCondition(condition: BoolExp, context: TranslateContext): SqlExpression {
  return booleanExpression(condition, scopeOf(writtenTable), context)
}

/** A column of the written row. */
export function rowColumn(name: string): SqlExpression {
  return { kind: 'column', table: writtenTable, name }
}

/** A value that is written. */
export function writtenValue(source: Value, type: SqlType): SqlExpression {
  return { kind: 'parameter', source, type }
}
