import type { RoleTable } from '../../schema/types.ts'
import type { PermissionExpression, PresetValue } from '../../metadata/types.ts'
import { conditionOf, type PlanContext } from '../context.ts'
import { columnRef } from '../read/columns.ts'
import { presetValue } from '../read/permission.ts'
import type { BoolExp, SqlColumnRef, Value } from '../types.ts'

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

/** The values of the role's presets. */
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
