import { displayName } from '../catalog/types.ts'
import type { ResolvedComputedField, ResolvedRelationship } from '../metadata/types.ts'
import { functionArguments } from './function.ts'
import { inputField, listOf, nullable, outputField, required } from './builders.ts'
import type { NameOwner } from './claims.ts'
import type { SchemaContext, TypedTable } from './context.ts'
import type { ReadableColumn, RoleTable } from './role-table.ts'
import { rowFields } from './row-fields.ts'
import type { InputField, ObjectType, OutputField } from './types.ts'

/** The arguments of every list of rows: where, order_by, distinct_on, limit, offset. */
export function selectArguments(context: SchemaContext, target: TypedTable): readonly InputField[] {
  const columns = target.selectColumn()
  const distinct =
    columns
    && inputField(
      context.naming.field('distinct_on'),
      listOf(required(columns), true),
      { kind: 'argument' },
      { description: 'distinct select on columns' },
    )
  return [
    ...(distinct ? [distinct] : []),
    inputField(
      'limit',
      nullable(context.rowCount('limit')),
      { kind: 'argument' },
      { description: 'limit the number of rows returned' },
    ),
    inputField(
      'offset',
      nullable(context.rowCount('offset')),
      { kind: 'argument' },
      { description: 'skip the first n rows. Use only with order_by' },
    ),
    inputField(
      context.naming.field('order_by'),
      listOf(required(target.orderBy()), true),
      { kind: 'argument' },
      { description: 'sort the rows by one or more columns' },
    ),
    inputField(
      'where',
      nullable(target.boolExp()),
      { kind: 'argument' },
      { description: 'filter the rows returned' },
    ),
  ]
}

/** `T`: readable columns, computed fields, and relationships to tables that the role may read. */
export function tableObject(context: SchemaContext, target: RoleTable): ObjectType {
  const typeName = target.names.type()
  return context.object(typeName, () => ({
    description: typeDescription(target),
    fields: () =>
      rowFields(context, target, typeName, [
        ...target.columns().map(readable => columnField(context, readable)),
        ...[...target.table.relationships.values()].flatMap(relationship =>
          relationshipFields(context, relationship),
        ),
        ...[...target.table.computedFields.values()].flatMap(field =>
          computedFields(context, target, field),
        ),
      ]),
  }))
}

function typeDescription({ table }: RoleTable): string | undefined {
  return described(table.description, `columns and relationships of "${displayName(table.name)}"`)
}

/** A comment replaces the default description; an empty one removes it. */
export function described(
  comment: string | undefined,
  otherwise: string | undefined,
): string | undefined {
  return comment === undefined ? otherwise : comment === '' ? undefined : comment
}

function columnField(context: SchemaContext, readable: ReadableColumn): OutputField {
  const { column, grant } = readable
  const type = context.columnType(column, column.nullable || grant.visibleWhen !== undefined)
  const isJson = column.type.name === 'json' || column.type.name === 'jsonb'
  const path = inputField(
    'path',
    nullable(context.jsonPath()),
    { kind: 'argument' },
    { null: 'reject', description: 'JSON select path' },
  )
  return outputField(
    context.naming.column(column),
    type,
    {
      kind: 'column',
      readable,
      stringified: context.isStringified(column.type),
      upperCase: column.enumTable !== undefined && context.naming.convention === 'graphql-default',
    },
    {
      description: described(column.description, undefined),
      arguments: isJson && !column.type.array ? [path] : [],
    },
  )
}

function relationshipFields(
  context: SchemaContext,
  relationship: ResolvedRelationship,
): readonly OutputField[] {
  const target = context.readable(relationship.target)
  if (!target) return []
  if (relationship.kind === 'object') {
    const type = relationship.nullable ? nullable(target.object()) : required(target.object())
    return [
      outputField(
        relationship.name,
        type,
        { kind: 'relationship', relationship, target },
        { description: described(relationship.description, 'An object relationship') },
      ),
    ]
  }
  const options = { arguments: selectArguments(context, target) }
  const rows = outputField(
    relationship.name,
    listOf(required(target.object()), false),
    { kind: 'relationship', relationship, target },
    {
      ...options,
      description: described(relationship.description, 'An array relationship'),
    },
  )
  if (!target.permissions.select?.allowAggregations) return [rows]
  return [
    rows,
    outputField(
      context.naming.field({ custom: relationship.name }, 'aggregate'),
      required(target.aggregateObject()),
      { kind: 'relationshipAggregate', relationship, target },
      {
        ...options,
        description: 'An aggregate relationship',
      },
    ),
  ]
}

function computedFields(
  context: SchemaContext,
  target: RoleTable,
  field: ResolvedComputedField,
): readonly OutputField[] {
  const name = context.naming.field({ custom: field.name })
  const description = described(
    field.description,
    `A computed field, executes function "${displayName(field.function.name)}"`,
  )
  const owner: NameOwner = { kind: 'computed field', table: target.table.name, name: field.name }
  const argument = functionArguments(context, field.arguments, {
    owner,
    typeName: context.typeName(owner, field.name, target.names.base, 'args'),
    description: `input parameters for computed field "${field.function.name.name}"`,
  })
  if (field.returns.kind === 'scalar') {
    const grant = target.permissions.select?.computedFields.get(field.name)
    if (!grant) return []
    const json = field.returns.type.name === 'json' || field.returns.type.name === 'jsonb'
    const path = json
      ? [
          inputField(
            'path',
            nullable(context.jsonPath()),
            { kind: 'argument' },
            { null: 'reject', description: 'JSON select path' },
          ),
        ]
      : []
    return [
      outputField(
        name,
        context.typeOf(field.returns.type, true),
        {
          kind: 'computedScalar',
          field,
          grant,
          stringified: context.isStringified(field.returns.type),
        },
        { description, arguments: [...argument, ...path] },
      ),
    ]
  }
  const returned = context.readable(field.returns.table)
  if (!returned) return []
  const type = field.returns.set
    ? listOf(required(returned.object()), true)
    : nullable(returned.object())
  const rows = field.returns.set ? selectArguments(context, returned) : []
  return [
    outputField(
      name,
      type,
      { kind: 'computedTable', field, target: returned },
      { description, arguments: [...argument, ...rows] },
    ),
  ]
}
