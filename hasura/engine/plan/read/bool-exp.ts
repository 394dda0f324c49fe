import type { ArgumentValue, ObjectEntry } from '../../document/types.ts'
import { EngineError } from '../../errors.ts'
import type { ComparisonOperator } from '../../metadata/operators.ts'
import type { InputAnnotation, RoleTable } from '../../schema/types.ts'
import type { SqlType } from '../../sql/types.ts'
import { aggregateComparisons, argumentOperands } from './aggregate-bool-exp.ts'
import { listItems, type Entries } from '../arguments.ts'
import { allOf, always, rowFilter, type PlanContext } from '../context.ts'
import { relationshipMapping } from './columns.ts'
import { columnOperand, computedOperand } from './operand.ts'
import { implicitCall } from './function.ts'
import type { BoolExp, Operand, Value } from '../types.ts'
import { argumentValue, booleanArgument } from './value.ts'

/**
 * The client's condition; null and absent mean none. Related tables bring the role's row filter
 * with them.
 */
export function whereOf(
  argument: ArgumentValue | undefined,
  target: RoleTable,
  context: PlanContext,
): BoolExp | undefined {
  return argument?.kind === 'object' ? condition(argument, target, context) : undefined
}

/** The row whose primary key has the given values. */
export function primaryKeyCondition(
  entries: Entries,
  target: RoleTable,
  context: PlanContext,
): BoolExp {
  return allOf(
    ...entries.flatMap(({ field: { annotation }, value }): BoolExp[] => {
      if (annotation.kind !== 'primaryKey') return []
      const { type } = annotation.readable.column
      const left = columnOperand(annotation.readable, target, context)
      return [equals(left, { kind: 'value', value: argumentValue(value), type })]
    }),
  )
}

function equals(left: Operand, right: Operand): BoolExp {
  return { kind: 'compare', left, operator: '_eq', right, nullAware: false }
}

/** A `T_bool_exp`: its keys joined by AND. */
function condition(argument: ArgumentValue, target: RoleTable, context: PlanContext): BoolExp {
  if (argument.kind !== 'object')
    throw new EngineError('validation-failed', 'expected an object', argument.path)
  return allOf(...argument.entries.map(entry => entryCondition(entry, target, context)))
}

function entryCondition(
  { field, value }: ObjectEntry,
  target: RoleTable,
  context: PlanContext,
): BoolExp {
  const { annotation } = field
  switch (annotation.kind) {
    case 'and':
      return { kind: 'and', operands: listItems(value).map(item => condition(item, target, context)) }
    case 'or':
      return { kind: 'or', operands: listItems(value).map(item => condition(item, target, context)) }
    case 'not':
      return { kind: 'not', operand: condition(value, target, context) }
    case 'columnComparison':
      return comparison(value, columnOperand(annotation.readable, target, context), context)
    case 'computedComparison':
      return comparison(
        value,
        computedOperand(
          annotation.field,
          implicitCall(annotation.field),
          annotation.grant,
          target,
          context,
        ),
        context,
      )
    case 'computedTableCondition':
      return {
        kind: 'exists',
        relation: {
          source: { kind: 'function', call: implicitCall(annotation.field) },
          mapping: [],
        },
        permission: rowFilter(annotation.target, context.schema.source),
        where: condition(value, annotation.target, context),
      }
    case 'relationshipCondition':
      return {
        kind: 'exists',
        relation: {
          source: { kind: 'table', table: annotation.target.table.name },
          mapping: relationshipMapping(
            annotation.relationship,
            target.table,
            annotation.target.table,
          ),
        },
        permission: rowFilter(annotation.target, context.schema.source),
        where: condition(value, annotation.target, context),
      }
    case 'aggregateCondition':
      return aggregateCondition(value, target, annotation, context)
    default:
      throw new Error(`${annotation.kind} cannot stand in a condition`)
  }
}

/**
 * `<rel>_aggregate: { count: { … } }`: an aggregate over the related rows that the role may see.
 *
 * @throws EngineError validation-failed unless exactly one function is given
 */
function aggregateCondition(
  value: ArgumentValue,
  from: RoleTable,
  { relationship, target }: Extract<InputAnnotation, { readonly kind: 'aggregateCondition' }>,
  context: PlanContext,
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

/** A `<type>_comparison_exp`: its operators joined by AND. */
function comparison(value: ArgumentValue, left: Operand, context: PlanContext): BoolExp {
  if (value.kind !== 'object') return allOf()
  return allOf(
    ...value.entries.map((entry): BoolExp => {
      const { annotation } = entry.field
      switch (annotation.kind) {
        case 'isNull':
          return { kind: 'isNull', operand: left, negated: !booleanArgument(entry.value) }
        case 'operator':
          return operatorCondition(left, annotation.operator, annotation.type, entry.value, context)
        case 'casts':
          return castCondition(entry.value, left, context)
        default:
          throw new Error(`${annotation.kind} cannot stand in a comparison`)
      }
    }),
  )
}

function operatorCondition(
  left: Operand,
  operator: ComparisonOperator,
  type: SqlType,
  value: ArgumentValue,
  context: PlanContext,
): BoolExp {
  if (value.kind === 'null' && context.schema.options.booleanNullCollapse) return allOf()
  if (operator === '_in' || operator === '_nin') return memberCondition(left, operator, type, value)
  return {
    kind: 'compare',
    left,
    operator,
    right: { kind: 'value', value: argumentValue(value), type },
    nullAware: false,
  }
}

/**
 * PostgreSQL has no arrays of arrays: membership of an array column is equality with one of the
 * lists.
 */
function memberCondition(
  left: Operand,
  operator: '_in' | '_nin',
  type: SqlType,
  value: ArgumentValue,
): BoolExp {
  const compare = (name: ComparisonOperator, right: Value): BoolExp => ({
    kind: 'compare',
    left,
    operator: name,
    right: { kind: 'value', value: right, type },
    nullAware: false,
  })
  if (value.kind !== 'list' || !left.type.array) return compare(operator, argumentValue(value))
  const equal = value.items.map(item => compare('_eq', argumentValue(item)))
  return operator === '_in'
    ? { kind: 'or', operands: equal }
    : { kind: 'not', operand: { kind: 'or', operands: equal } }
}

function castCondition(value: ArgumentValue, left: Operand, context: PlanContext): BoolExp {
  if (value.kind !== 'object') return allOf()
  return allOf(
    ...value.entries.map((entry) => {
      const { annotation } = entry.field
      if (annotation.kind !== 'cast') throw new Error(`${annotation.kind} cannot stand in a cast`)
      return comparison(
        entry.value,
        { kind: 'cast', operand: left, type: annotation.type },
        context,
      )
    }),
  )
}
