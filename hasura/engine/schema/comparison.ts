import { arrayOf, builtin } from '../sql/types-of.ts'
import type { PgType } from '../catalog/types.ts'
import type { ComparisonOperator, ResolvedColumn } from '../metadata/types.ts'
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

const text = builtin('text')

const orderOperators: readonly ComparisonOperator[] = ['_gt', '_lt', '_gte', '_lte']
const textOperators: readonly ComparisonOperator[] = [
  '_like',
  '_nlike',
  '_ilike',
  '_nilike',
  '_similar',
  '_nsimilar',
  '_regex',
  '_iregex',
  '_nregex',
  '_niregex',
]

const descriptions: Partial<Record<ComparisonOperator, string>> = {
  _like: 'does the column match the given pattern',
  _nlike: 'does the column NOT match the given pattern',
  _ilike: 'does the column match the given case-insensitive pattern',
  _nilike: 'does the column NOT match the given case-insensitive pattern',
  _similar: 'does the column match the given SQL regular expression',
  _nsimilar: 'does the column NOT match the given SQL regular expression',
  _regex: 'does the column match the given POSIX regular expression, case sensitive',
  _iregex: 'does the column match the given POSIX regular expression, case insensitive',
  _nregex: 'does the column NOT match the given POSIX regular expression, case sensitive',
  _niregex: 'does the column NOT match the given POSIX regular expression, case insensitive',
}

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
    fields: () => fields(context, equalityOperators(context, column.type, type)),
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
      fields: () =>
        fields(context, [
          ...equalityOperators(context, type, graphql),
          ...orderOperators.map(operator => operatorField(context, operator, type, graphql)),
          ...typeOperators(context, type, graphql),
        ]),
    }),
    `${type.schema}.${type.name}`,
  )
}

function comparisonDescription(type: TypeRef): string {
  return `Boolean expression to compare columns of type "${typeText(withNullability(type, true))}". All fields are combined with logical 'AND'.`
}

function fields(
  context: SchemaContext,
  operators: readonly InputField[],
): ReadonlyMap<string, InputField> {
  const isNull = inputField(
    context.naming.field('_is_null'),
    nullable(context.scalar('Boolean')),
    { kind: 'isNull' },
    { null: 'reject', leaf: 'static' },
  )
  return byName([...operators, isNull])
}

function operatorField(
  context: SchemaContext,
  operator: ComparisonOperator,
  sql: SqlType,
  type: TypeRef,
  acceptsNull = false,
): InputField {
  return inputField(
    context.naming.field(operator),
    withNullability(type, true),
    { kind: 'operator', operator, type: sql },
    {
      null: acceptsNull ? 'accept' : 'reject',
      description: descriptions[operator],
    },
  )
}

function equalityOperators(
  context: SchemaContext,
  sql: SqlType,
  type: TypeRef,
): readonly InputField[] {
  const list = listOf(withNullability(type, false), true)
  return [
    operatorField(context, '_eq', sql, type),
    operatorField(context, '_neq', sql, type),
    operatorField(context, '_in', arrayOf(sql), list),
    operatorField(context, '_nin', arrayOf(sql), list),
  ]
}

function typeOperators(
  context: SchemaContext,
  type: PgType,
  graphql: TypeRef,
): readonly InputField[] {
  if (type.array)
    return (['_contains', '_contained_in'] as const).map(operator =>
      operatorField(context, operator, type, graphql),
    )
  if (isText(type))
    return textOperators.map(operator =>
      operatorField(context, operator, type.name === 'citext' ? type : text, graphql),
    )
  if (type.name === 'jsonb') return jsonbOperators(context, type, graphql)
  if (type.name === 'ltree') return ltreeOperators(context, type, graphql)
  return []
}

function jsonbOperators(
  context: SchemaContext,
  type: PgType,
  graphql: TypeRef,
): readonly InputField[] {
  const string = nullable(context.scalar('String'))
  const strings = listOf(withNullability(string, false), true)
  const described = (
    operator: ComparisonOperator,
    sql: SqlType,
    ref: TypeRef,
    description: string,
    acceptsNull = false,
  ): InputField => ({ ...operatorField(context, operator, sql, ref, acceptsNull), description })
  return [
    described(
      '_contains',
      type,
      graphql,
      'does the column contain the given json value at the top level',
    ),
    described('_contained_in', type, graphql, 'is the column contained in the given json value'),
    described(
      '_has_key',
      text,
      string,
      'does the string exist as a top-level key in the column',
      true,
    ),
    described(
      '_has_keys_any',
      arrayOf(text),
      strings,
      'do any of these strings exist as top-level keys in the column',
    ),
    described(
      '_has_keys_all',
      arrayOf(text),
      strings,
      'do all of these strings exist as top-level keys in the column',
    ),
    inputField('_cast', nullable(jsonbCast(context)), { kind: 'casts' }, { null: 'reject' }),
  ]
}

function jsonbCast(context: SchemaContext): InputObjectType {
  return context.input(context.sharedTypeName('engine', 'jsonb_cast_exp'), () => ({
    description: undefined,
    fields: () => {
      const comparison = typeComparison(context, { ...text, kind: 'base' })
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

function ltreeOperators(
  context: SchemaContext,
  type: PgType,
  graphql: TypeRef,
): readonly InputField[] {
  const list = (ref: TypeRef): TypeRef => listOf(withNullability(ref, false), true)
  const named = (name: string): PgType => ({ ...type, name })
  const lquery = context.typeOf(named('lquery'), true)
  const ltxtquery = context.typeOf(named('ltxtquery'), true)
  const described = (
    operator: ComparisonOperator,
    sql: SqlType,
    ref: TypeRef,
    description: string,
  ): InputField => ({ ...operatorField(context, operator, sql, ref), description })
  return [
    described('_ancestor', type, graphql, 'is the left argument an ancestor of right (or equal)?'),
    described(
      '_ancestor_any',
      arrayOf(type),
      list(graphql),
      'does array contain an ancestor of `ltree`?',
    ),
    described(
      '_descendant',
      type,
      graphql,
      'is the left argument a descendant of right (or equal)?',
    ),
    described(
      '_descendant_any',
      arrayOf(type),
      list(graphql),
      'does array contain a descendant of `ltree`?',
    ),
    described('_matches', named('lquery'), lquery, 'does `ltree` match `lquery`?'),
    described(
      '_matches_any',
      arrayOf(named('lquery')),
      list(lquery),
      'does `ltree` match any `lquery` in array?',
    ),
    described(
      '_matches_fulltext',
      named('ltxtquery'),
      ltxtquery,
      'does `ltree` match `ltxtquery`?',
    ),
  ]
}
