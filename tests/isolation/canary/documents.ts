// Everything that a stranger can send, generated from the stranger's own introspected schema, with
// the other person's real ids in hand.
import {
  buildClientSchema,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql'
import type { Person } from '../support/people.ts'
import type { Send } from '../support/target.ts'

/**
 * What the generator puts where a value is wanted: things that the stranger might know or guess.
 */
export interface Guesses {
  readonly ids: readonly string[]
  /**
   * A piece of the marker; never the whole, so that an echo of the input is not mistaken for a
   * leak.
   */
  readonly text: string
}

/** The schema that a person sees. */
export async function schemaOf(send: Send, person: Person): Promise<GraphQLSchema> {
  const { data } = await send('http', person, getIntrospectionQuery({ descriptions: false }))
  return buildClientSchema(data as unknown as IntrospectionQuery)
}

/**
 * Documents that use every root field with every argument, one argument and one guess at a time,
 * each asking for all that can be selected.
 */
export function documentsOf(schema: GraphQLSchema, guesses: Guesses): string[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const
  return roots.flatMap(([operation, root]) =>
    Object.values(root?.getFields() ?? {}).flatMap((field) => {
      const selected = selection(field.type, 2)
      return argumentLists(field, guesses).map(
        list => `${operation} { ${field.name}${list}${selected} }`,
      )
    }),
  )
}

/** One document of so many, and at least one of every root field. Everything when `one` is 1. */
export function sampleOf(documents: readonly string[], one: number): string[] {
  const known = new Set<string>()
  return documents.filter((document, index) => {
    const root = /^\w+ \{ \w+/.exec(document)![0]
    const isFirst = !known.has(root)
    known.add(root)
    return isFirst || index % one === 0
  })
}

/** More rows than there are, and few enough to ask for all columns of all that is below them. */
const listRows = 1000

/**
 * The arguments of a field: none if none is required, and each one in turn with each of its
 * guesses, required ones and a limit always filled.
 */
function argumentLists(field: GraphQLField<unknown, unknown>, guesses: Guesses): string[] {
  const required = field.args.filter(argument => isNonNullType(argument.type))
  const fill = (argument: GraphQLArgument) => guessesFor(argument.type, guesses, 2)
  const rest = (but: GraphQLArgument) =>
    required
      .filter(argument => argument !== but)
      .map(argument => `${argument.name}: ${fill(argument)[0] ?? '{}'}`)
  const limit = field.args.some(({ name }) => name === 'limit') ? [`limit: ${listRows}`] : []
  const each = field.args.flatMap(argument =>
    fill(argument).map(value => [
      `${argument.name}: ${value}`,
      ...rest(argument),
      ...(argument.name === 'limit' ? [] : limit),
    ]),
  )
  return [...(required.length === 0 ? [limit] : []), ...each].map(list =>
    list.length === 0 ? '' : `(${list.join(', ')})`,
  )
}

/** Values of an input type as GraphQL text; an object gets one key at a time. */
function guessesFor(type: GraphQLInputType, guesses: Guesses, depth: number): string[] {
  if (isNonNullType(type)) return guessesFor(type.ofType, guesses, depth)
  if (isListType(type)) return guessesFor(type.ofType, guesses, depth).map(value => `[${value}]`)
  if (isEnumType(type)) return type.getValues().map(({ name }) => name)
  if (isInputObjectType(type)) return ['{}', ...objectGuesses(type.getFields(), guesses, depth)]
  return scalarGuesses(isScalarType(type) ? type.name : '', guesses)
}

function objectGuesses(
  fields: Readonly<Record<string, { name: string, type: GraphQLInputType }>>,
  guesses: Guesses,
  depth: number,
): string[] {
  if (depth === 0) return []
  const required = Object.values(fields).filter(field => isNonNullType(field.type))
  return Object.values(fields)
    .filter(field => !['_and', '_or', '_not'].includes(field.name))
    .flatMap((field) => {
      const others = required
        .filter(other => other !== field)
        .map(other => `${other.name}: ${guessesFor(other.type, guesses, depth - 1)[0] ?? '{}'}`)
      return guessesFor(field.type, guesses, depth - 1).map(
        value => `{${[`${field.name}: ${value}`, ...others].join(', ')}}`,
      )
    })
}

function scalarGuesses(name: string, { ids, text }: Guesses): string[] {
  switch (name) {
    case 'uuid':
      return ids.map(id => JSON.stringify(id))
    case 'Boolean':
      return ['true', 'false']
    case 'Int':
    case 'smallint':
    case 'bigint':
    case 'float8':
    case 'numeric':
    case 'Float':
      return ['1']
    case 'date':
      return ['"2030-12-31"']
    case 'timestamptz':
      return ['"1970-01-01T00:00:00Z"']
    case 'jsonb':
      return ['"dark"', '{}']
    case 'goal_horizon':
      return ['"yearly"']
    case 'goal_status':
      return ['"active"']
    case 'task_status':
      return ['"pending"']
    case 'invitation_status':
      return ['"revoked"']
    case 'member_role':
      return ['"owner"']
    case 'key_result_kind':
      return ['"number"']
    case 'goal_health':
      return ['"on_track"']
    default:
      return [JSON.stringify(`%${text}%`), '"theme"']
  }
}

/** Every scalar field, and every object field down to `depth` levels. */
function selection(type: GraphQLOutputType, depth: number): string {
  const named = unwrap(type)
  if (depth === 0 || !isObjectType(named)) return ''
  const fields = Object.values((named as GraphQLObjectType).getFields()).filter(field =>
    field.args.every(argument => !isNonNullType(argument.type)),
  )
  const parts = fields.flatMap((field) => {
    const inner = selection(field.type, depth - 1)
    const isLeaf = !isObjectType(unwrap(field.type))
    return isLeaf || inner ? [`${field.name}${inner}`] : []
  })
  return parts.length === 0 ? '' : ` { ${parts.join(' ')} }`
}

function unwrap(type: GraphQLOutputType): GraphQLOutputType {
  return isNonNullType(type) || isListType(type) ? unwrap(type.ofType) : type
}
