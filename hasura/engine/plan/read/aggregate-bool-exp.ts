import type { ArgumentValue } from '../../document/types.ts'
import type { RoleTable } from '../../schema/types.ts'
import type { PlanContext } from '../context.ts'
import { columnOperand } from './operand.ts'
import type { AggregateComparison, Operand } from '../types.ts'
import { argumentValue, booleanArgument } from './value.ts'

/** One column, a list of columns, or `{ X Y }`. */
export function argumentOperands(
  value: ArgumentValue | undefined,
  target: RoleTable,
  context: PlanContext,
): readonly Operand[] {
  switch (value?.kind) {
    case 'enum':
      return value.value.annotation.kind === 'column'
        ? [columnOperand(value.value.annotation.readable, target, context)]
        : []
    case 'list':
      return value.items.flatMap(item => argumentOperands(item, target, context))
    case 'object':
      return ['X', 'Y'].flatMap(axis =>
        argumentOperands(
          value.entries.find(entry => entry.field.name === axis)?.value,
          target,
          context,
        ),
      )
    default:
      return []
  }
}

/** The comparisons of an aggregate's predicate. */
export function aggregateComparisons(value: ArgumentValue | undefined): readonly AggregateComparison[] {
  if (value?.kind !== 'object') return []
  return value.entries.map((entry): AggregateComparison => {
    const { annotation } = entry.field
    if (annotation.kind === 'isNull')
      return { kind: 'isNull', negated: !booleanArgument(entry.value) }
    if (annotation.kind !== 'operator')
      throw new Error(`${annotation.kind} cannot stand in a predicate`)
    return {
      kind: 'compare',
      operator: annotation.operator,
      value: argumentValue(entry.value),
      type: annotation.type,
    }
  })
}
