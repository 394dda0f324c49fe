import {
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  Kind,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { WorldTable } from '../world.ts'
import { argumentNodes } from './arguments.ts'
import { keyFields, type GenerateContext } from './context.ts'
import { conditionNode, fieldNode, nameNode, selectionSetNode } from './nodes.ts'

/** Response name of the type's name, at every level. */
export const typeAlias = '_t'
/** Response names of the key's parts: `_k0`, `_k1`, … */
export const keyAlias = (index: number) => `_k${index}`

/** Fields of an object type, with what identifies the object when it is a row. */
export function selectionSet(
  type: GraphQLObjectType,
  depth: number,
  context: GenerateContext,
): SelectionSetNode {
  const { random } = context
  const table = tableOf(type, context)
  const used = new Set<string>()
  const chosen = chosenFields(type, depth, context).map(field =>
    selected(field, used, depth, context),
  )
  const selections = [
    ...identity(type, table),
    ...wrapped(
      chosen.map(node => (random.chance(0.06) ? conditional(node, context) : node)),
      type,
      context,
    ),
  ]
  return selectionSetNode(selections.length > 0 ? selections : [fieldNode('__typename')])
}

function identity(type: GraphQLObjectType, table: WorldTable | undefined): FieldNode[] {
  const fields = table ? keyFields(table).filter(name => type.getFields()[name]) : []
  return [
    ...(table ? [fieldNode('__typename', { alias: typeAlias })] : []),
    ...fields.map((name, index) => fieldNode(name, { alias: keyAlias(index) })),
  ]
}

function chosenFields(
  type: GraphQLObjectType,
  depth: number,
  context: GenerateContext,
): GraphQLField<unknown, unknown>[] {
  const { random } = context
  const name = context.spelling.plainType(type.name)
  const all = Object.values(type.getFields()).filter(
    field => !/_(max|min)_fields$/.test(name) || !context.withoutMax.has(field.name),
  )
  const leaves = all.filter(field => isLeafType(getNamedType(field.type)))
  const others = all.filter(field => !leaves.includes(field))
  const isAggregate = others.some(field => field.name === 'nodes')
  if (isAggregate) return others.filter(field => field.name === 'nodes' || random.chance(0.9))
  const isGroups = others.length > 0 && /_aggregate_fields$/.test(name)
  const below = isGroups
    ? random.some(others, 4)
    : depth > 0 && context.budget > 0
      ? random.some(others, 2)
      : []
  const chosen = [...random.some(leaves, 4), ...below]
  return chosen.length === 0 && leaves.length === 0 && others.length > 0
    ? [random.pick(others)]
    : chosen
}

/** One field under a response name that the selection set does not use yet. */
function selected(
  field: GraphQLField<unknown, unknown>,
  used: Set<string>,
  depth: number,
  context: GenerateContext,
): FieldNode {
  const { random } = context
  context.budget--
  const type = getNamedType(field.type)
  const table = tableOf(rowType(type), context)
  const optional =
    field.args.length > 0
    && isLeafType(type)
    && !field.args.some(isRequiredArgument)
    && random.chance(0.5)
  const args = optional ? [] : argumentNodes(field, table, Math.min(depth + 1, 3), context)
  const alias = used.has(field.name) || random.chance(0.2) ? aliasOf(context) : undefined
  used.add(field.name)
  return fieldNode(field.name, {
    alias,
    arguments: args,
    ...(isObjectType(type) ? { selectionSet: selectionSet(type, depth - 1, context) } : {}),
  })
}

/** Response names that could be taken for something else, and long ones. */
function aliasOf(context: GenerateContext): string {
  const number = ++context.names
  return context.random.pick([
    `a${number}`,
    `_${number}`,
    `row${number}`,
    `value${number}`,
    `${'long'.repeat(20)}${number}`,
    `__x${number}`,
  ])
}

function conditional(node: FieldNode, { random }: GenerateContext): FieldNode {
  return {
    ...node,
    directives: [conditionNode(random.pick(['include', 'skip'] as const), random.chance(0.5))],
  }
}

/** Puts some of the fields into fragments. */
function wrapped(
  nodes: readonly FieldNode[],
  type: GraphQLObjectType,
  context: GenerateContext,
): SelectionNode[] {
  const { random } = context
  if (nodes.length === 0 || !random.chance(0.15)) return [...nodes]
  const split = random.int(nodes.length)
  const inside = selectionSetNode(nodes.slice(split))
  const condition = { kind: Kind.NAMED_TYPE, name: nameNode(type.name) } as const
  if (random.chance(0.5)) {
    const directives = random.chance(0.3) ? [conditionNode('include', random.chance(0.7))] : []
    return [
      ...nodes.slice(0, split),
      { kind: Kind.INLINE_FRAGMENT, typeCondition: condition, directives, selectionSet: inside },
    ]
  }
  const name = nameNode(`F${++context.names}`)
  context.fragments.push({
    kind: Kind.FRAGMENT_DEFINITION,
    name,
    typeCondition: condition,
    selectionSet: inside,
  })
  return [...nodes.slice(0, split), { kind: Kind.FRAGMENT_SPREAD, name }]
}

function tableOf(
  type: GraphQLObjectType | undefined,
  { tables, spelling }: GenerateContext,
): WorldTable | undefined {
  return type && tables.get(spelling.plainType(type.name))
}

/**
 * The type of the rows that a field is about: its own, its aggregate's nodes, or what a mutation
 * returns.
 */
function rowType(type: unknown): GraphQLObjectType | undefined {
  if (!isObjectType(type as never)) return undefined
  const object = type as GraphQLObjectType
  const inner = object.getFields().nodes ?? object.getFields().returning
  const named = inner ? getNamedType(inner.type) : object
  return isObjectType(named) ? named : undefined
}
