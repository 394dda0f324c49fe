import type { ArgumentValue } from '../../document/types.ts'
import { EngineError } from '../../errors.ts'
import type { InputAnnotation, RoleTable } from '../../schema/types.ts'
import { always, rowFilter, type PlanContext } from '../context.ts'
import { relationshipMapping } from './columns.ts'
import { columnOperand } from './operand.ts'
import type { AggregateComparison, BoolExp, Operand } from '../types.ts'
import { argumentValue, booleanArgument } from './value.ts'

type AggregateMeaning = Extract<InputAnnotation, { readonly kind: 'aggregateCondition' }>

/** The condition of a `T_bool_exp`. */
type WhereOf = (
  argument: ArgumentValue | undefined,
  target: RoleTable,
  context: PlanContext,
) => BoolExp | undefined

/**
 * `<rel>_aggregate: { count: { … } }`: an aggregate over the related rows that the role may see.
 *
 * @param whereOf how `filter` is read
 * @throws EngineError validation-failed unless exactly one function is given
 */
export function aggregateCondition(
  value: ArgumentValue,
  from: RoleTable,
  { relationship, target }: AggregateMeaning,
  context: PlanContext,
  whereOf: WhereOf,
): BoolExp {
  const entries = value.kind === 'object' ? value.entries : []
  const [only] = entries
  if (!only || entries.length > 1)
    throw new EngineError(
      'validation-failed',
      'exactly one predicate should be specified',
      value.path,
    )
  const { annotation } = only.field
  if (annotation.kind !== 'aggregatePredicate' || only.value.kind !== 'object')
    throw new Error('not an aggregate predicate')
  const given = new Map(only.value.entries.map(entry => [entry.field.name, entry.value]))
  return {
    kind: 'aggregate',
    relation: {
      source: { kind: 'table', table: target.table.name },
      mapping: relationshipMapping(relationship, from.table, target.table),
    },
    permission: rowFilter(target, context.schema.source),
    where: whereOf(given.get('filter'), target, context) ?? always,
    call: {
      name: annotation.function,
      operands: argumentOperands(given.get('arguments'), target, context),
      distinct: false,
      type: annotation.result,
    },
    predicate: aggregateComparisons(given.get('predicate')),
  }
}

/** One column, a list of columns, or `{ X Y }`. */
function argumentOperands(
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
function aggregateComparisons(value: ArgumentValue | undefined): readonly AggregateComparison[] {
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
