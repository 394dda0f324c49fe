import type { PgType } from '../../catalog/types.ts'
import type { Grant, ResolvedComputedField } from '../../metadata/types.ts'
import type { ReadableColumn, RoleTable } from '../../schema/types.ts'
import { conditionOf, type PlanContext } from '../context.ts'
import type { FunctionCall, Operand } from '../types.ts'

/** A readable column of the row at hand, hidden where an inherited role may not see it. */
export function columnOperand(
  { column, grant }: ReadableColumn,
  target: RoleTable,
  context: PlanContext,
): Operand {
  return masked(
    { kind: 'column', name: column.name, type: column.type, of: 'row' },
    column.type,
    grant,
    target,
    context,
  )
}

/**
 * A readable column as `max` and its like take it: PostgreSQL finds them for an enum, but not for a
 * domain over one.
 */
export function aggregatedOperand(
  readable: ReadableColumn,
  target: RoleTable,
  context: PlanContext,
): Operand {
  const operand = columnOperand(readable, target, context)
  const { type } = readable.column
  return type.kind === 'enum' && !type.array ? { kind: 'cast', operand, type } : operand
}

/** A scalar computed field of the row at hand. */
export function computedOperand(
  field: ResolvedComputedField,
  call: FunctionCall,
  grant: Grant,
  target: RoleTable,
  context: PlanContext,
): Operand {
  const type = field.function.returns
  return masked({ kind: 'function', call, type }, type, grant, target, context)
}

function masked(
  operand: Operand,
  type: PgType,
  grant: Grant,
  target: RoleTable,
  context: PlanContext,
): Operand {
  if (grant.visibleWhen === undefined) return operand
  return {
    kind: 'masked',
    operand,
    when: conditionOf(grant.visibleWhen, target.table, context.schema.source),
    type,
  }
}
