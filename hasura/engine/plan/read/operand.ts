import type { PgType } from '../../catalog/types.ts'
import type { ArgumentSource, Grant, ResolvedComputedField } from '../../metadata/types.ts'
import type { ReadableColumn, RoleTable } from '../../schema/types.ts'
import { conditionOf, type PlanContext } from '../context.ts'
import type { FunctionArgument, FunctionCall, Operand } from '../types.ts'
import { sessionObject } from './value.ts'

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
  const type = computedType(field)
  return masked({ kind: 'function', call, type }, type, grant, target, context)
}

/** The type that a scalar computed field returns. */
function computedType(field: ResolvedComputedField): PgType {
  return field.function.returns
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

/** A call that passes only the row and the session: what conditions and sort keys use. */
export function implicitCall(field: ResolvedComputedField): FunctionCall {
  return {
    function: field.function.name,
    arguments: field.arguments.flatMap((source, index) => implicitArgument(source, field, index)),
  }
}

function implicitArgument(
  source: ArgumentSource,
  field: ResolvedComputedField,
  index: number,
): readonly FunctionArgument[] {
  const type = field.function.arguments[index]?.type
  if (source.kind === 'row') return [{ kind: 'row' }]
  return source.kind === 'session' && type ? [{ kind: 'value', value: sessionObject, type }] : []
}
