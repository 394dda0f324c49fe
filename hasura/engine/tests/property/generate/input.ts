import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type ValueNode,
} from 'graphql'
import type { GenerateContext } from './context.ts'
import { enumNode, listNode, nullNode, objectFieldNode, objectNode } from './nodes.ts'
import { literalNode } from './context.ts'
import { scalarNode, type ValuePlace } from './scalar.ts'

/** A value of an input type. `depth`: how many objects it may still nest. */
export function inputNode(
  type: GraphQLInputType,
  place: ValuePlace,
  depth: number,
  context: GenerateContext,
): ValueNode {
  const { random } = context
  if (isNonNullType(type)) return inputNode(type.ofType, place, depth, context)
  if (random.chance(0.01)) return nullNode
  if (isListType(type)) return listOrSingle(type.ofType, place, depth, context)
  if (isEnumType(type))
    return enumNode(
      random.pick(type.getValues().filter(value => !context.incomparable.has(value.name))).name,
    )
  if (isInputObjectType(type)) return objectOf(type, place, depth, context)
  return scalarNode(type.name, place, context)
}

/** A list of up to three; one value may stand for a list of one. */
function listOrSingle(
  item: GraphQLInputType,
  place: ValuePlace,
  depth: number,
  context: GenerateContext,
): ValueNode {
  const { random, pool } = context
  const known = pool.values.get(place.field ?? '')?.filter(Array.isArray)
  if (known && known.length > 0 && !isInputObjectType(getNamedType(item)) && random.chance(0.5))
    return literalNode(random.pick(known))
  if (random.chance(0.15)) return inputNode(item, place, depth, context)
  return listNode(
    Array.from({ length: random.int(4) }, () => inputNode(item, place, depth, context)),
  )
}

function objectOf(
  type: GraphQLInputObjectType,
  place: ValuePlace,
  depth: number,
  context: GenerateContext,
): ValueNode {
  const fields = chosenFields(type, depth, context)
  return objectNode(
    fields.map((field) => {
      const below: ValuePlace = {
        field: isComparison(type, context) || field.name === 'String' ? place.field : field.name,
        name: field.name,
      }
      return objectFieldNode(field.name, inputNode(field.type, below, depth - 1, context))
    }),
  )
}

/** Which keys an object gets; a type's name says what it is for. */
function chosenFields(
  type: GraphQLInputObjectType,
  depth: number,
  context: GenerateContext,
): readonly GraphQLInputField[] {
  const { random, spelling } = context
  const name = spelling.plainType(type.name)
  const left = /_(max|min)_order_by$/.test(name)
    ? context.withoutMax
    : /_(bool_exp|order_by)$/.test(name)
      ? context.incomparable
      : new Set<string>()
  const all = Object.values(type.getFields()).filter(field => !left.has(field.name))
  const flat = all.filter(
    field =>
      !isInputObjectType(getNamedType(field.type))
      || isComparison(getNamedType(field.type) as GraphQLInputObjectType, context),
  )
  const possible = depth > 0 || flat.length === 0 ? all : flat
  if (isComparison(type, context) || /_order_by$/.test(name))
    return random.chance(0.9) ? [random.pick(possible)] : random.some(possible, 2)
  if (/aggregate_bool_exp$/.test(name)) return [random.pick(all)]
  if (/_bool_exp$/.test(name))
    return random.chance(0.75) ? [random.pick(possible)] : random.some(possible, 3)
  if (/_updates$/.test(name))
    return all.filter(
      field => isRequiredInputField(field) || field.name === '_set' || random.chance(0.1),
    )
  const likely = /_insert_input$/.test(name) ? 0.75 : 0.5
  return all.filter(
    field =>
      isRequiredInputField(field)
      || (flat.includes(field) ? random.chance(likely) : depth > 0 && random.chance(0.15)),
  )
}

function isComparison(type: GraphQLInputObjectType, { spelling }: GenerateContext): boolean {
  return /_comparison_exp$/.test(spelling.plainType(type.name))
}
