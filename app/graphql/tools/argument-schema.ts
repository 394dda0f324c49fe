import {
  getNamedType,
  isInputObjectType,
  isObjectType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql'

/**
 * What the fields of every role take and give, by name alone: lists and required types are written
 * without their marks.
 */
export interface ArgumentSchema {
  /** The type of each operation's root: `query` is `query_root`. */
  readonly roots: Record<string, string>
  /** The type of each field, by object type. */
  readonly fields: Record<string, Record<string, string>>
  /** The type of each argument, by object type and field: `goals.children`. */
  readonly arguments: Record<string, Record<string, string>>
  /** The type of each field of the input types. */
  readonly inputs: Record<string, Record<string, string>>
}

/**
 * Joins the schemas of several roles. A name that stands for two different types in them is an
 * error.
 */
export function argumentSchema(schemas: readonly GraphQLSchema[]): ArgumentSchema {
  const joined: ArgumentSchema = { roots: {}, fields: {}, arguments: {}, inputs: {} }
  for (const schema of schemas) {
    const roots = {
      query: schema.getQueryType(),
      mutation: schema.getMutationType(),
      subscription: schema.getSubscriptionType(),
    }
    for (const [operation, type] of Object.entries(roots))
      if (type) join(joined.roots, operation, type.name)
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__')) continue
      if (isObjectType(type))
        for (const field of Object.values(type.getFields())) addField(joined, type.name, field)
      if (isInputObjectType(type)) {
        const fields = (joined.inputs[type.name] ??= {})
        for (const field of Object.values(type.getFields()))
          join(fields, field.name, getNamedType(field.type).name)
      }
    }
  }
  return joined
}

function addField(
  joined: ArgumentSchema,
  type: string,
  field: GraphQLField<unknown, unknown>,
): void {
  join((joined.fields[type] ??= {}), field.name, getNamedType(field.type).name)
  if (field.args.length === 0) return
  const taken = (joined.arguments[`${type}.${field.name}`] ??= {})
  for (const argument of field.args) join(taken, argument.name, getNamedType(argument.type).name)
}

function join(types: Record<string, string>, name: string, type: string): void {
  const known = (types[name] ??= type)
  if (known !== type)
    throw new Error(`${name} is of type ${known} for one role and of type ${type} for another.`)
}

/**
 * The schema as JSON with one type a line, sorted, so that a change of the metadata is a short
 * difference.
 */
export function printArgumentSchema({ roots, ...parts }: ArgumentSchema): string {
  const lines = (types: Record<string, Record<string, string>>) =>
    sorted(types)
      .map(
        ([type, fields]) =>
          `    ${JSON.stringify(type)}: ${JSON.stringify(Object.fromEntries(sorted(fields)))}`,
      )
      .join(',\n')
  const printed = Object.entries(parts).map(
    ([part, types]) => `  ${JSON.stringify(part)}: {\n${lines(types)}\n  }`,
  )
  return `{\n  "roots": ${JSON.stringify(Object.fromEntries(sorted(roots)))},\n${printed.join(',\n')}\n}\n`
}

function sorted<Value>(record: Record<string, Value>): [string, Value][] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1))
}
