import { byName, inputField, nullable } from './builders.ts'
import { aggregateColumns, aggregateFunctions } from './aggregate.ts'
import { hasUserArguments } from './bool-exp.ts'
import type { SchemaContext } from './context.ts'
import type { AggregateFunction } from './annotation.ts'
import type { RoleTable } from './role-table.ts'
import { rowFields } from './row-fields.ts'
import type { EnumType, EnumValue, InputField, InputObjectType } from './types.ts'

const directions = [
  ['asc', 'asc', 'last', 'in ascending order, nulls last'],
  ['asc_nulls_first', 'asc', 'first', 'in ascending order, nulls first'],
  ['asc_nulls_last', 'asc', 'last', 'in ascending order, nulls last'],
  ['desc', 'desc', 'first', 'in descending order, nulls first'],
  ['desc_nulls_first', 'desc', 'first', 'in descending order, nulls first'],
  ['desc_nulls_last', 'desc', 'last', 'in descending order, nulls last'],
] as const

/** The enum `order_by`. */
function orderByDirection(context: SchemaContext): EnumType {
  return context.enumeration(context.sharedTypeName('engine', 'order_by'), () => ({
    description: 'column ordering options',
    values: () =>
      byName(
        directions.map(([name, direction, nulls, description]): EnumValue => ({
          name: context.naming.enumValue(name),
          description,
          annotation: { kind: 'direction', direction, nulls },
        })),
      ),
  }))
}

/**
 * `T_order_by`: readable columns, scalar computed fields, object relationships and aggregates of
 * array relationships.
 */
export function tableOrderBy(context: SchemaContext, target: RoleTable): InputObjectType {
  const typeName = target.names.type('order_by')
  return context.input(typeName, () => ({
    description: `Ordering options when selecting data from "${target.table.graphqlName}".`,
    fields: () =>
      rowFields(context, target, typeName, [
        ...target
          .columns()
          .map(readable =>
            inputField(
              context.naming.column(readable.column),
              nullable(orderByDirection(context)),
              { kind: 'orderByColumn', readable },
            ),
          ),
        ...relationshipKeys(context, target),
        ...computedKeys(context, target),
      ]),
  }))
}

function relationshipKeys(context: SchemaContext, target: RoleTable): readonly InputField[] {
  const fields: InputField[] = []
  for (const relationship of target.table.relationships.values()) {
    const related = context.readable(relationship.target)
    if (!related) continue
    fields.push(
      relationship.kind === 'object'
        ? inputField(relationship.name, nullable(related.orderBy()), {
            kind: 'orderByRelationship',
            relationship,
            target: related,
          })
        : inputField(
            context.naming.field({ custom: relationship.name }, 'aggregate'),
            nullable(related.aggregateOrderBy()),
            { kind: 'orderByAggregate', relationship, target: related },
          ),
    )
  }
  return fields
}

function computedKeys(context: SchemaContext, target: RoleTable): readonly InputField[] {
  const fields: InputField[] = []
  for (const field of target.table.computedFields.values()) {
    if (hasUserArguments(field)) continue
    if (field.returns.kind === 'scalar') {
      const grant = target.permissions.select?.computedFields.get(field.name)
      if (grant)
        fields.push(
          inputField(
            context.naming.field({ custom: field.name }),
            nullable(orderByDirection(context)),
            { kind: 'orderByComputed', field, grant },
          ),
        )
      continue
    }
    const returned = field.returns.set ? context.readable(field.returns.table) : undefined
    if (returned)
      fields.push(
        inputField(
          context.naming.field({ custom: field.name }, 'aggregate'),
          nullable(returned.aggregateOrderBy()),
          { kind: 'orderByComputedAggregate', field, target: returned },
        ),
      )
  }
  return fields
}

/**
 * `T_aggregate_order_by`: offered with a select permission, also where aggregations are not
 * allowed.
 */
export function tableAggregateOrderBy(context: SchemaContext, target: RoleTable): InputObjectType {
  return context.input(target.names.type('aggregate_order_by'), () => ({
    description: `order by aggregate values of table "${target.table.graphqlName}"`,
    fields: () => {
      const count = inputField('count', nullable(orderByDirection(context)), {
        kind: 'orderByCount',
      })
      const groups = aggregateFunctions
        .filter(name => aggregateColumns(target, name).length > 0)
        .map(name =>
          inputField(context.naming.field(name), nullable(groupOrderBy(context, target, name)), {
            kind: 'orderByGroup',
            function: name,
          }),
        )
      return byName([count, ...groups])
    },
  }))
}

function groupOrderBy(
  context: SchemaContext,
  target: RoleTable,
  name: AggregateFunction,
): InputObjectType {
  return context.input(target.names.type(name, 'order_by'), () => ({
    description: `order by ${name}() on columns of table "${target.table.graphqlName}"`,
    fields: () =>
      byName(
        aggregateColumns(target, name).map(readable =>
          inputField(context.naming.column(readable.column), nullable(orderByDirection(context)), {
            kind: 'orderByColumn',
            readable,
          }),
        ),
      ),
  }))
}
