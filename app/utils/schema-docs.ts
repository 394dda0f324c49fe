import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
} from 'graphql'

/** An argument or a field, as the explorer shows it. */
export interface DocsField {
  name: string
  type: string
  typeName: string
  description: string
  args: DocsField[]
}

/** A type, as the explorer shows it. */
export interface DocsType {
  name: string
  kind: string
  description: string
  fields: DocsField[]
  values: string[]
}

/** Describes a type of the schema by name; `undefined` when the schema has none of that name. */
export function describeType(schema: GraphQLSchema, name: string): DocsType | undefined {
  const type = schema.getType(name)
  if (!type) return undefined
  return {
    name,
    kind: kindOf(type),
    description: type.description ?? '',
    fields: fieldsOf(type),
    values: isEnumType(type) ? type.getValues().map(value => value.name) : [],
  }
}

/** The types on which operations begin, in the order query, mutation, subscription. */
export function rootTypes(schema: GraphQLSchema): string[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
    type => (type ? [type.name] : []),
  )
}

/** Names of types and `type.field`s that contain the words; at most fifty. */
export function searchDocs(schema: GraphQLSchema, text: string): { label: string, type: string }[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return []
  const hits: { label: string, type: string }[] = []
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (type.name.toLowerCase().includes(wanted)) hits.push({ label: type.name, type: type.name })
    for (const field of fieldsOf(type))
      if (field.name.toLowerCase().includes(wanted))
        hits.push({ label: `${type.name}.${field.name}`, type: type.name })
  }
  return hits.sort((a, b) => a.label.length - b.label.length).slice(0, 50)
}

function fieldsOf(type: GraphQLNamedType): DocsField[] {
  if (isObjectType(type) || isInterfaceType(type)) {
    return Object.values(type.getFields()).map(field => ({
      ...named(field),
      args: field.args.map(arg => ({ ...named(arg), args: [] })),
    }))
  }
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map(field => ({ ...named(field), args: [] }))
  if (isUnionType(type))
    return type
      .getTypes()
      .map(member => ({
        name: member.name,
        type: member.name,
        typeName: member.name,
        description: member.description ?? '',
        args: [],
      }))
  return []
}

function named(item: {
  name: string
  type: GraphQLType
  description?: string | null
}): Omit<DocsField, 'args'> {
  return {
    name: item.name,
    type: String(item.type),
    typeName: getNamedType(item.type).name,
    description: item.description ?? '',
  }
}

function kindOf(type: GraphQLNamedType): string {
  if (isObjectType(type)) return 'type'
  if (isInputObjectType(type)) return 'input'
  if (isEnumType(type)) return 'enum'
  return isInterfaceType(type) ? 'interface' : isUnionType(type) ? 'union' : 'scalar'
}
