import { byName, inputField, listOf, nullable, required } from './builders.ts'
import { typeComparison } from './comparison.ts'
import type { SchemaContext, TypedTable } from './context.ts'
import type { ReadableColumn, RoleTable } from './role-table.ts'
import { selectColumnEnum } from './select-column.ts'
import type { InputField, InputObjectType } from './types.ts'
import { builtin } from '../sql/types-of.ts'
import type { PgType } from '../catalog/types.ts'

const pgType = (name: string): PgType => ({ ...builtin(name), kind: 'base' })

/** Aggregate predicates over one boolean column, one float8 column and two float8 columns. */
const booleanFunctions = ['bool_and', 'bool_or'] as const
const floatFunctions = ['avg', 'max', 'min', 'stddev_samp', 'sum', 'var_samp'] as const
const pairFunctions = ['corr', 'covar_samp'] as const

/**
 * `R_aggregate_bool_exp`: conditions on aggregates of related rows; a function without a fitting
 * readable column is left out.
 */
export function tableAggregateBoolExp(context: SchemaContext, target: TypedTable): InputObjectType {
  return context.input(target.names.type('aggregate_bool_exp'), () => ({
    description: undefined,
    fields: () => {
      const booleans = columnsOf(target, 'bool')
      const floats = columnsOf(target, 'float8')
      const fields = [countPredicate(context, target)]
      if (booleans.length > 0)
        fields.push(
          ...booleanFunctions.map(name => columnPredicate(context, target, name, booleans, 'bool')),
        )
      if (floats.length > 0) {
        fields.push(
          ...floatFunctions.map(name => columnPredicate(context, target, name, floats, 'float8')),
        )
        fields.push(...pairFunctions.map(name => pairPredicate(context, target, name, floats)))
      }
      return byName(fields)
    },
  }))
}

function columnsOf(target: RoleTable, type: string): readonly ReadableColumn[] {
  return target.columns().filter(({ column }) => column.type.name === type && !column.type.array)
}

function countPredicate(context: SchemaContext, target: TypedTable): InputField {
  const columns = target.selectColumn()
  const argument = columns
    ? [
        inputField(
          'arguments',
          listOf(required(columns), true),
          { kind: 'argument' },
          { null: 'reject' },
        ),
      ]
    : []
  return predicate(context, target, 'count', argument, 'int4')
}

function columnPredicate(
  context: SchemaContext,
  target: TypedTable,
  name: string,
  columns: readonly ReadableColumn[],
  result: string,
): InputField {
  return predicate(
    context,
    target,
    name,
    [
      inputField('arguments', required(argumentEnum(context, target, name, columns)), {
        kind: 'argument',
      }),
    ],
    result,
  )
}

function pairPredicate(
  context: SchemaContext,
  target: TypedTable,
  name: string,
  columns: readonly ReadableColumn[],
): InputField {
  const pair = context.input(target.names.type('aggregate_bool_exp', name, 'arguments'), () => ({
    description: undefined,
    fields: () =>
      byName(
        ['X', 'Y'].map(axis =>
          inputField(axis, required(argumentEnum(context, target, name, columns)), {
            kind: 'argument',
          }),
        ),
      ),
  }))
  return predicate(
    context,
    target,
    name,
    [inputField('arguments', required(pair), { kind: 'argument' })],
    'float8',
  )
}

function argumentEnum(
  context: SchemaContext,
  target: RoleTable,
  name: string,
  columns: readonly ReadableColumn[],
): ReturnType<typeof selectColumnEnum> {
  const { base } = target.names
  const owner = { kind: 'table', name: target.table.name } as const
  const enumName = context.typeName(
    owner,
    base,
    'select_column',
    base,
    'aggregate_bool_exp',
    name,
    'arguments_columns',
  )
  return selectColumnEnum(
    context,
    enumName,
    `select "${target.table.graphqlName}_aggregate_bool_exp_${name}_arguments_columns" columns of table "${target.table.graphqlName}"`,
    columns,
  )
}

function predicate(
  context: SchemaContext,
  target: TypedTable,
  name: string,
  argument: readonly InputField[],
  result: string,
): InputField {
  const type = context.input(target.names.type('aggregate_bool_exp', name), () => ({
    description: undefined,
    fields: () =>
      byName([
        ...argument,
        inputField(
          'distinct',
          nullable(context.scalar('Boolean')),
          { kind: 'argument' },
          { null: 'reject', leaf: 'static' },
        ),
        inputField('filter', nullable(target.boolExp()), { kind: 'argument' }),
        inputField('predicate', required(typeComparison(context, pgType(result))), {
          kind: 'argument',
        }),
      ]),
  }))
  return inputField(
    context.naming.field(name),
    nullable(type),
    { kind: 'aggregatePredicate', function: name, result: pgType(result) },
    { null: 'reject' },
  )
}
