import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type GraphQLInputObjectType,
  type ObjectFieldNode,
  type ValueNode,
} from 'graphql'
import { arrayLiteral } from '../../../sql/array-literal.ts'
import { jsonOf } from '../variables.ts'
import type { Spelling } from '../spelling.ts'
import { literal, quoted, type WorldRelationship, type WorldTable } from '../world.ts'

/**
 * Tables that hold only what a session may see: a column for each field, and `raw:` before the
 * names of the database.
 */
export interface VisibleTables {
  /** The name in SQL of a type's table. */
  readonly name: (type: string) => string
  readonly table: (type: string) => WorldTable | undefined
  readonly alias: () => string
  readonly spelling: Spelling
}

/**
 * Thrown where a condition or sort key is not put into SQL here; its rows are then checked one by
 * one only.
 */
export class NotPredicted extends Error {}

/**
 * The client's condition on the row `alias` of `table`: Hasura's reference, once more and simply.
 */
export function whereSql(
  value: ValueNode,
  type: GraphQLInputObjectType,
  table: WorldTable,
  alias: string,
  tables: VisibleTables,
): string {
  if (value.kind !== Kind.OBJECT) throw new NotPredicted('not an object')
  return conjunction(value.fields.map(field => fieldSql(field, type, table, alias, tables)))
}

function fieldSql(
  { name: { value: name }, value }: ObjectFieldNode,
  type: GraphQLInputObjectType,
  table: WorldTable,
  alias: string,
  tables: VisibleTables,
): string {
  const inner = typeOf(type, name)
  const relationship = table.relationships.get(name)
  if (name === '_and')
    return conjunction(items(value).map(item => whereSql(item, type, table, alias, tables)))
  if (name === '_or')
    return `(${
      items(value)
        .map(item => whereSql(item, type, table, alias, tables))
        .join(' or ') || 'false'
    })`
  if (name === '_not') return `(not ${whereSql(value, type, table, alias, tables)})`
  if (relationship)
    return related(
      relationship,
      tables,
      (target, other) =>
        `exists (select from ${tables.name(target.type)} ${other} where ${joined(relationship, alias, other)} and ${whereSql(value, inner, target, other, tables)})`,
    )
  const counted = table.relationships.get(tables.spelling.plain(name).replace(/_aggregate$/, ''))
  if (counted) return countSql(value, counted, inner, alias, tables)
  if (!table.fields.has(name)) throw new NotPredicted(name)
  return comparisons(value, inner, `${alias}.${quoted(name)}`, tables.spelling)
}

/** `count` of related rows, with `filter`; other functions are not predicted. */
function countSql(
  value: ValueNode,
  relationship: WorldRelationship,
  type: GraphQLInputObjectType,
  alias: string,
  tables: VisibleTables,
): string {
  const [only] = value.kind === Kind.OBJECT ? value.fields : []
  if (only?.name.value !== 'count' || only.value.kind !== Kind.OBJECT)
    throw new NotPredicted('an aggregate')
  const given = new Map(only.value.fields.map(field => [field.name.value, field.value]))
  const count = typeOf(type, 'count')
  const [filter, predicate] = [given.get('filter'), given.get('predicate')]
  if (given.has('arguments') || !predicate) throw new NotPredicted('counted columns')
  return related(relationship, tables, (target, other) => {
    const where =
      filter && filter.kind !== Kind.NULL
        ? whereSql(filter, typeOf(count, 'filter'), target, other, tables)
        : 'true'
    return comparisons(
      predicate,
      typeOf(count, 'predicate'),
      `(select count(*) from ${tables.name(target.type)} ${other} where ${joined(relationship, alias, other)} and ${where})`,
      tables.spelling,
    )
  })
}

/** Makes SQL about the related rows under an alias of their own. */
export function related(
  relationship: WorldRelationship,
  tables: VisibleTables,
  make: (target: WorldTable, other: string) => string,
): string {
  const target = tables.table(relationship.to)
  if (!target) throw new NotPredicted(relationship.to)
  return make(target, tables.alias())
}

/** The join of a row and its related rows. */
export function joined(relationship: WorldRelationship, alias: string, other: string): string {
  return relationship.on
    .map(
      ({ local, remote }) =>
        `${alias}.${quoted(`raw:${local}`)} = ${other}.${quoted(`raw:${remote}`)}`,
    )
    .join(' and ')
}

const operators: Readonly<Record<string, string>> = {
  _eq: '=',
  _neq: '<>',
  _gt: '>',
  _lt: '<',
  _gte: '>=',
  _lte: '<=',
  _like: 'like',
  _nlike: 'not like',
  _ilike: 'ilike',
  _nilike: 'not ilike',
  _similar: 'similar to',
  _nsimilar: 'not similar to',
  _regex: '~',
  _iregex: '~*',
  _nregex: '!~',
  _niregex: '!~*',
  _contains: '@>',
  _contained_in: '<@',
  _has_key: '?',
  _ancestor: '@>',
  _descendant: '<@',
  _matches: '~',
  _matches_fulltext: '@',
}

function comparisons(
  value: ValueNode,
  type: GraphQLInputObjectType,
  left: string,
  spelling: Spelling,
): string {
  if (value.kind !== Kind.OBJECT) throw new NotPredicted('not a comparison')
  const typeName = spelling.plainType(type.name)
  return conjunction(
    value.fields.map(({ name: { value: name }, value: operand }) => {
      const operator = spelling.plain(name)
      const fieldType = type.getFields()[name]?.type
      const isJson = /^jsonb?_/.test(typeName) && !operator.startsWith('_has_key')
      const isArray = /array_comparison_exp$/.test(typeName)
      if (operand.kind === Kind.NULL) throw new NotPredicted('null')
      if (operator === '_is_null')
        return operand.kind === Kind.BOOLEAN
          ? `(${left} is ${operand.value ? '' : 'not '}null)`
          : refuse(operator)
      if (operator === '_cast')
        return comparisons(
          onlyValue(operand),
          typeOf(typeOf(type, '_cast'), 'String'),
          `(${left}::text)`,
          spelling,
        )
      if (operator === '_in' || operator === '_nin')
        return isArray
          ? refuse(operator)
          : memberSql(
              left,
              operator,
              items(operand).map(item => textSql(item, isJson)),
            )
      if (operator === '_has_keys_any' || operator === '_has_keys_all')
        return `(${left} ${operator === '_has_keys_any' ? '?|' : '?&'} array[${items(operand)
          .map(item => textSql(item, false))
          .join()}]::text[])`
      const symbol = operators[operator]
      if (
        symbol === undefined
        || (isListType(isNonNullType(fieldType) ? fieldType.ofType : fieldType)
          && operand.kind !== Kind.LIST)
      )
        return refuse(operator)
      return `(${left} ${symbol} ${textSql(operand, isJson)})`
    }),
  )
}

function memberSql(left: string, operator: string, values: readonly string[]): string {
  const membership = values.length === 0 ? 'false' : `${left} in (${values.join()})`
  return operator === '_in' ? `(${membership})` : `(not ${membership})`
}

/** A value as an untyped literal: PostgreSQL reads it as the other side's type. */
function textSql(value: ValueNode, isJson: boolean): string {
  const json = jsonOf(value)
  if (isJson) return literal(JSON.stringify(json))
  if (json === null) throw new NotPredicted('null')
  if (Array.isArray(json))
    return literal(arrayLiteral(json.map(item => (item === null ? null : scalarText(item)))))
  return literal(scalarText(json))
}

function scalarText(json: unknown): string {
  return typeof json === 'object' ? JSON.stringify(json) : String(json)
}

function onlyValue(value: ValueNode): ValueNode {
  const [only] = value.kind === Kind.OBJECT ? value.fields : []
  return only?.value ?? refuse('no cast')
}

function items(value: ValueNode): readonly ValueNode[] {
  if (value.kind === Kind.NULL) throw new NotPredicted('null')
  return value.kind === Kind.LIST ? value.values : [value]
}

function typeOf(type: GraphQLInputObjectType, field: string): GraphQLInputObjectType {
  const named = getNamedType(type.getFields()[field]?.type)
  return isInputObjectType(named) ? named : type
}

function conjunction(conditions: readonly string[]): string {
  return `(${conditions.join(' and ') || 'true'})`
}

function refuse(what: string): never {
  throw new NotPredicted(what)
}
