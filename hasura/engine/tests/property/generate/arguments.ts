import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isRequiredArgument,
  isScalarType,
  type ArgumentNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type ValueNode,
} from 'graphql'
import type { WorldTable } from '../world.ts'
import { keyFields, literalNode, type GenerateContext } from './context.ts'
import { inputNode } from './input.ts'
import { argumentNode, enumNode, listNode, objectFieldNode, objectNode } from './nodes.ts'

/** Arguments of a field whose rows are of `table`. */
export function argumentNodes(
  field: GraphQLField<unknown, unknown>,
  table: WorldTable | undefined,
  depth: number,
  context: GenerateContext,
): ArgumentNode[] {
  const {
    random,
    spelling: { plain },
  } = context
  const byKey = keyArguments(field, table, context)
  if (byKey) return byKey
  const distinctOn = field.args.find(argument => plain(argument.name) === 'distinct_on')
  const distinct = distinctOn && random.chance(0.12) ? distinctColumns(distinctOn, context) : []
  return field.args.flatMap((argument) => {
    switch (plain(argument.name)) {
      case 'distinct_on':
        return distinct.length > 0
          ? [
              argumentNode(
                argument.name,
                distinct.length === 1 && random.chance(0.5)
                  ? enumNode(distinct[0] ?? '')
                  : listNode(distinct.map(enumNode)),
              ),
            ]
          : []
      case 'order_by':
        return orderBy(argument, distinct, table, depth, context)
      case 'where':
        return isRequiredArgument(argument) || random.chance(0.55)
          ? [
              argumentNode(
                argument.name,
                inputNode(argument.type, { field: undefined, name: argument.name }, depth, context),
              ),
            ]
          : []
      default:
        return isRequiredArgument(argument)
          || random.chance(probabilities[plain(argument.name)] ?? 0.3)
          ? [
              argumentNode(
                argument.name,
                inputNode(argument.type, { field: undefined, name: argument.name }, depth, context),
              ),
            ]
          : []
    }
  })
}

const probabilities: Readonly<Record<string, number>> = {
  limit: 0.2,
  offset: 0.1,
  _set: 0.8,
  on_conflict: 0.2,
  args: 0.8,
  columns: 0.5,
  distinct: 0.5,
}

/** The key of a row that is there, when the key is all that a field asks for. */
function keyArguments(
  field: GraphQLField<unknown, unknown>,
  table: WorldTable | undefined,
  context: GenerateContext,
): ArgumentNode[] | undefined {
  const { random, pool } = context
  const isByKey =
    table !== undefined
    && field.args.length > 0
    && field.args.every(
      argument => isRequiredArgument(argument) && isScalarType(getNamedType(argument.type)),
    )
  const rows = pool.rows.get(table?.type ?? '')
  if (!isByKey || !rows || rows.length === 0 || random.chance(0.1)) return undefined
  const row = random.pick(rows)
  return field.args.map(argument => argumentNode(argument.name, literalNode(row[argument.name])))
}

function distinctColumns(
  argument: GraphQLArgument,
  { random, incomparable }: GenerateContext,
): string[] {
  const type = getNamedType(argument.type)
  return isEnumType(type)
    ? random
        .some(
          type.getValues().filter(value => !incomparable.has(value.name)),
          2,
        )
        .map(value => value.name)
    : []
}

/**
 * Sort keys: the distinct columns, some others, and mostly the key, so that the order is a total
 * one.
 */
function orderBy(
  argument: GraphQLArgument,
  distinct: readonly string[],
  table: WorldTable | undefined,
  depth: number,
  context: GenerateContext,
): ArgumentNode[] {
  const { random } = context
  const type = getNamedType(argument.type)
  if (!isInputObjectType(type)) return []
  const fields = type.getFields()
  const directed = (name: string) =>
    objectNode([objectFieldNode(name, enumNode(random.pick(directionsOf(fields[name]))))])
  const some = Array.from({ length: random.int(3) }, () =>
    inputNode(type, { field: undefined, name: argument.name }, Math.min(depth, 2), context),
  )
  const key =
    table && random.chance(0.85)
      ? keyFields(table)
          .filter(name => fields[name])
          .map(directed)
      : []
  const items: ValueNode[] = [
    ...(random.chance(0.97) ? distinct.map(directed) : []),
    ...some,
    ...key,
  ]
  if (items.length === 0) return []
  return [
    argumentNode(
      argument.name,
      items.length === 1 && random.chance(0.5) ? (items[0] ?? listNode([])) : listNode(items),
    ),
  ]
}

function directionsOf(field: GraphQLInputField | undefined): string[] {
  const type = field && getNamedType(field.type)
  return isEnumType(type) ? type.getValues().map(value => value.name) : []
}
