import { byName, inputField, listOf, nullable, outputField, required } from './builders.ts'
import type { SchemaContext, TypedTable } from './context.ts'
import type { AggregateFunction } from './annotation.ts'
import type { ReadableColumn, RoleTable } from './role-table.ts'
import { isComparable, isNumeric } from './scalars.ts'
import type { InputField, ObjectType, OutputField } from './types.ts'

/** The functions of `T_aggregate_fields` that take a column, in the order of the schema. */
export const aggregateFunctions: readonly AggregateFunction[] = [
  'avg',
  'max',
  'min',
  'stddev',
  'stddev_pop',
  'stddev_samp',
  'sum',
  'var_pop',
  'var_samp',
  'variance',
]

/**
 * The readable columns that a function applies to: comparable ones for `max` and `min`, numeric
 * ones otherwise.
 */
export function aggregateColumns(
  target: RoleTable,
  name: AggregateFunction,
): readonly ReadableColumn[] {
  const fits = name === 'max' || name === 'min' ? isComparable : isNumeric
  return target
    .columns()
    .filter(({ column }) => column.enumTable === undefined && fits(column.type))
}

/** `T_aggregate { aggregate nodes }`. */
export function tableAggregate(context: SchemaContext, target: TypedTable): ObjectType {
  return context.object(target.names.type('aggregate'), () => ({
    description: `aggregated selection of "${target.table.graphqlName}"`,
    fields: () =>
      byName([
        outputField('aggregate', nullable(aggregateFields(context, target)), {
          kind: 'aggregateFields',
        }),
        outputField('nodes', listOf(required(target.object()), false), { kind: 'aggregateNodes' }),
      ]),
  }))
}

function aggregateFields(context: SchemaContext, target: TypedTable): ObjectType {
  return context.object(target.names.type('aggregate_fields'), () => ({
    description: `aggregate fields of "${target.table.graphqlName}"`,
    fields: () =>
      byName([
        outputField(
          'count',
          required(context.scalar('Int')),
          { kind: 'aggregateCount' },
          { arguments: countArguments(context, target) },
        ),
        ...aggregateFunctions
          .filter(name => aggregateColumns(target, name).length > 0)
          .map(name =>
            outputField(
              context.naming.field(name),
              nullable(aggregateGroup(context, target, name)),
              { kind: 'aggregateGroup', function: name },
            ),
          ),
      ]),
  }))
}

function countArguments(context: SchemaContext, target: TypedTable): readonly InputField[] {
  const boolean = nullable(context.scalar('Boolean'))
  const distinct = inputField(
    'distinct',
    boolean,
    { kind: 'argument' },
    { null: 'reject', leaf: 'static' },
  )
  const values = target.selectColumn()
  if (!values) return [distinct]
  return [
    inputField('columns', listOf(required(values), true), { kind: 'argument' }, { null: 'reject' }),
    distinct,
  ]
}

function aggregateGroup(
  context: SchemaContext,
  target: RoleTable,
  name: AggregateFunction,
): ObjectType {
  return context.object(target.names.type(name, 'fields'), () => ({
    description: `aggregate ${name} on columns`,
    fields: () =>
      byName(
        aggregateColumns(target, name).map((readable): OutputField => {
          const keepsType = name === 'max' || name === 'min' || name === 'sum'
          const type = keepsType
            ? context.columnType(readable.column, true)
            : nullable(context.scalar('Float'))
          return outputField(
            context.naming.column(readable.column),
            type,
            {
              kind: 'column',
              readable,
              stringified: context.isStringified(readable.column.type),
              upperCase: false,
            },
            { description: readable.column.description },
          )
        }),
      ),
  }))
}
