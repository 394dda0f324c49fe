import type { RoleTable } from '../../schema/types.ts'
import type { PermissionExpression, PresetValue } from '../../metadata/types.ts'
import { allOf, conditionOf, type PlanContext } from '../context.ts'
import type { Entries } from './arguments.ts'
import { columnRef } from '../read/columns.ts'
import { columnOperand } from '../read/operand.ts'
import { presetValue } from '../read/permission.ts'
import type { BoolExp, SqlColumnRef, Value } from '../types.ts'
import { argumentValue } from '../read/value.ts'

/** A check that every row passes is no check. */
export function checkOf(
  expression: PermissionExpression | undefined,
  target: RoleTable,
  context: PlanContext,
): BoolExp | undefined {
  if (expression === undefined || (expression.kind === 'and' && expression.operands.length === 0))
    return undefined
  return conditionOf(expression, target.table, context.schema.source)
}

/** What the role's presets put into columns. */
export function presetsOf(
  presets: ReadonlyMap<string, PresetValue>,
  { table }: RoleTable,
): { readonly column: SqlColumnRef, readonly value: Value }[] {
  return [...presets].map(([name, preset]) => {
    const column = columnRef(table, name)
    const resolved = table.columns.get(name)
    if (!resolved) throw new Error(`the table ${table.name.name} has no column ${name}`)
    return { column, value: presetValue(preset, resolved.type) }
  })
}

/** The row whose primary key has the given values. */
export function primaryKeyCondition(
  entries: Entries,
  target: RoleTable,
  context: PlanContext,
): BoolExp {
  return allOf(
    ...entries.flatMap(({ field, value }): BoolExp[] => {
      if (field.annotation.kind !== 'primaryKey') return []
      const { readable } = field.annotation
      const right = {
        kind: 'value',
        value: argumentValue(value),
        type: readable.column.type,
      } as const
      return [
        {
          kind: 'compare',
          left: columnOperand(readable, target, context),
          operator: '_eq',
          right,
          nullAware: false,
        },
      ]
    }),
  )
}
