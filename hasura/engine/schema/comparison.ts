import type { PgType } from '../catalog/types.ts'
import {
  comparisonOperatorList,
  comparisonOperators,
  operandType,
  text,
  type ComparisonOperator,
  type OperatorOperand,
  type OperatorSubject,
} from '../metadata/operators.ts'
import type { ResolvedColumn } from '../metadata/types.ts'
import type { SqlType } from '../sql/types.ts'
import { byName, inputField, listOf, nullable, withNullability } from './builders.ts'
import type { NameOwner } from './claims.ts'
import type { SchemaContext } from './context.ts'
import { isText } from './scalars.ts'
import {
  namedTypeOf,
  typeText,
  type InputField,
  type InputObjectType,
  type TypeRef,
} from './types.ts'

/**
 * `<type>_comparison_exp` of a column; columns that reference an enum table compare by equality
 * only.
 */
export function columnComparison(context: SchemaContext, column: ResolvedColumn): InputObjectType {
  const type = context.columnType(column, true)
  const named = namedTypeOf(type)
  if (named.kind !== 'enum') return typeComparison(context, column.type)
  const owner = enumOwner(context, column)
  const name = context.sharedTypeName(owner, named.name, 'comparison_exp')
  return context.input(name, () => ({
    description: comparisonDescription(type),
    fields: () => fields(context, ['any'], column.type, type),
  }))
}

/** An enum's comparison belongs to the enum table, as the enum does. */
function enumOwner(context: SchemaContext, { enumTable }: ResolvedColumn): NameOwner {
  const table = enumTable && context.metadata.source.tables.get(enumTable)
  return table ? { kind: 'table', name: table.name } : 'engine'
}

/** `<type>_comparison_exp` of a PostgreSQL type. */
export function typeComparison(context: SchemaContext, type: PgType): InputObjectType {
  const graphql = context.typeOf(type, true)
  const suffix = type.array ? 'array_comparison_exp' : 'comparison_exp'
  const name = context.sharedTypeName('engine', namedTypeOf(graphql).name, suffix)
  return context.input(
    name,
    () => ({
      description: comparisonDescription(graphql),
      fields: () => fields(context, subjectsOf(type), type, graphql),
    }),
    `${type.schema}.${type.name}`,
  )
}

function comparisonDescription(type: TypeRef): string {
  return `Boolean expression to compare columns of type "${typeText(withNullability(type, true))}". All fields are combined with logical 'AND'.`
}

/** A column as the comparison operators see it. */
function subjectsOf(type: PgType): readonly OperatorSubject[] {
  if (type.array) return ['any', 'ordered', 'container']
  if (isText(type)) return ['any', 'ordered', 'text']
  if (type.name === 'jsonb') return ['any', 'ordered', 'container', 'jsonb']
  return type.name === 'ltree' ? ['any', 'ordered', 'ltree'] : ['any', 'ordered']
}

function fields(
  context: SchemaContext,
  subjects: readonly OperatorSubject[],
  type: PgType,
  graphql: TypeRef,
): ReadonlyMap<string, InputField> {
  const isNull = inputField(
    context.naming.field('_is_null'),
    nullable(context.scalar('Boolean')),
    { kind: 'isNull' },
    { null: 'reject', leaf: 'static' },
  )
  const operators = comparisonOperatorList
    .filter(([, { subject }]) => subjects.includes(subject))
    .map(([operator]) => operatorField(context, operator, type, graphql))
  return byName([...operators, ...(subjects.includes('jsonb') ? [castField(context)] : []), isNull])
}

/** The descriptions of operators on containers speak of JSON. */
function operatorField(
  context: SchemaContext,
  operator: ComparisonOperator,
  type: PgType,
  graphql: TypeRef,
): InputField {
  const { operand, description, acceptsNull } = comparisonOperators[operator]
  return inputField(
    context.naming.field(operator),
    withNullability(operandRef(context, operand, type, graphql), true),
    { kind: 'operator', operator, type: apiType(operand, type) },
    { null: acceptsNull ? 'accept' : 'reject', description: type.array ? undefined : description },
  )
}

/** Clients' patterns are texts, except for citext, which compares them in its own way. */
function apiType(operand: OperatorOperand, type: PgType): SqlType {
  return operand === 'pattern' && type.name !== 'citext' ? text : operandType(operand, type)
}

/** The input type of an operand; `graphql` is the column's own type. */
function operandRef(
  context: SchemaContext,
  operand: OperatorOperand,
  type: PgType,
  graphql: TypeRef,
): TypeRef {
  const list = (item: TypeRef): TypeRef => listOf(withNullability(item, false), true)
  switch (operand) {
    case 'value':
    case 'pattern':
      return graphql
    case 'values':
      return list(graphql)
    case 'text':
      return nullable(context.scalar('String'))
    case 'texts':
      return list(nullable(context.scalar('String')))
    case 'lquery':
    case 'ltxtquery':
      return context.typeOf(operandType(operand, type), true)
    case 'lqueries':
      return list(context.typeOf(operandType('lquery', type), true))
  }
}

function castField(context: SchemaContext): InputField {
  return inputField('_cast', nullable(jsonbCast(context)), { kind: 'casts' }, { null: 'reject' })
}

function jsonbCast(context: SchemaContext): InputObjectType {
  return context.input(context.sharedTypeName('engine', 'jsonb_cast_exp'), () => ({
    description: undefined,
    fields: () => {
      const comparison = typeComparison(context, text)
      return byName([
        inputField(
          'String',
          nullable(comparison),
          { kind: 'cast', type: text },
          { null: 'reject' },
        ),
      ])
    },
  }))
}
