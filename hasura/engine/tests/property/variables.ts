import {
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  parseType,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ConstValueNode,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql'
import { rawNumber } from '../../json/json.ts'
import { nameNode } from './generate/nodes.ts'
import type { Random } from './random.ts'

/** A document and the values of its variables. */
export interface Request {
  readonly query: string
  readonly variables: Record<string, unknown>
}

/**
 * The same question with some of its values, at any depth, moved into variables; some of those have
 * the value as their default.
 */
export function withVariables(
  document: DocumentNode,
  schema: GraphQLSchema,
  random: Random,
): Request {
  const types = new TypeInfo(schema)
  const definitions: VariableDefinitionNode[] = []
  const variables: Record<string, unknown> = {}
  const lift = (value: ValueNode, type: GraphQLInputType): ValueNode => {
    if (!random.chance(0.35) || (value.kind === Kind.NULL && isNonNullType(type)))
      return inside(value, type, lift)
    const variable = { kind: Kind.VARIABLE, name: nameNode(`v${definitions.length}`) } as const
    const isDefault = random.chance(0.2)
    definitions.push({
      kind: Kind.VARIABLE_DEFINITION,
      variable,
      type: parseType(String(type)),
      ...(isDefault ? { defaultValue: value as ConstValueNode } : {}),
    })
    if (!isDefault) variables[variable.name.value] = jsonOf(value)
    return variable
  }
  const lifted = visit(
    document,
    visitWithTypeInfo(types, {
      Argument: (node) => {
        const type = types.getInputType()
        return type ? { ...node, value: lift(node.value, type) } : undefined
      },
    }),
  )
  const withDefinitions = visit(lifted, {
    OperationDefinition: node => ({ ...node, variableDefinitions: definitions }),
  })
  return { query: print(withDefinitions), variables }
}

/** Goes on with the parts of a list or an input object. */
function inside(
  value: ValueNode,
  type: GraphQLInputType,
  lift: (value: ValueNode, type: GraphQLInputType) => ValueNode,
): ValueNode {
  const nullable = isNonNullType(type) ? type.ofType : type
  if (isListType(nullable))
    return value.kind === Kind.LIST
      ? { ...value, values: value.values.map(item => lift(item, nullable.ofType)) }
      : value
  if (!isInputObjectType(nullable) || value.kind !== Kind.OBJECT) return value
  return {
    ...value,
    fields: value.fields.map((field) => {
      const below = nullable.getFields()[field.name.value]
      return below ? { ...field, value: lift(field.value, below.type) } : field
    }),
  }
}

/** What a client sends as JSON for a literal. */
export function jsonOf(value: ValueNode): unknown {
  switch (value.kind) {
    case Kind.NULL:
      return null
    case Kind.INT:
    case Kind.FLOAT:
      return String(Number(value.value)) === value.value
        ? Number(value.value)
        : rawNumber(value.value)
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return value.value
    case Kind.LIST:
      return value.values.map(jsonOf)
    case Kind.OBJECT:
      return Object.fromEntries(value.fields.map(field => [field.name.value, jsonOf(field.value)]))
    case Kind.VARIABLE:
      throw new Error('a variable has no value of its own')
  }
}
