import {
  GraphQLError,
  LoneAnonymousOperationRule,
  UniqueArgumentNamesRule,
  UniqueFragmentNamesRule,
  UniqueInputFieldNamesRule,
  UniqueOperationNamesRule,
  UniqueVariableNamesRule,
  buildSchema,
  parse,
  print,
  validate,
  visit,
  type DocumentNode,
} from 'graphql'
import { GraphqlProblem } from '../errors/graphql-problem.ts'

/** The most tokens of a document. */
const maxTokens = 15_000

/**
 * Reads a document, with every block string as a plain one. @throws GraphqlProblem when it is not
 * GraphQL, too long or too deep
 */
export function parseDocument(text: string): DocumentNode {
  try {
    const document = parse(text, { maxTokens, noLocation: true })
    return text.includes('"""')
      ? visit(document, { StringValue: node => ({ ...node, block: false }) })
      : document
  }
  catch (error) {
    if (error instanceof GraphQLError)
      throw new GraphqlProblem(
        'parse-failed',
        `The query is not a valid GraphQL document: ${error.message}`,
        { cause: error },
      )
    // The parser calls itself for every level, and has no other end than that of the stack.
    if (error instanceof RangeError)
      throw new GraphqlProblem(
        'limit-exceeded',
        'The operation asks for too much: it goes too many levels deep.',
        { cause: error },
      )
    throw error
  }
}

/**
 * The rules about names that appear twice: of two things with one name, Hasura may take the other.
 * They look at no schema.
 */
const uniqueNames = [
  LoneAnonymousOperationRule,
  UniqueOperationNamesRule,
  UniqueFragmentNamesRule,
  UniqueVariableNamesRule,
  UniqueArgumentNamesRule,
  UniqueInputFieldNamesRule,
]
const anySchema = buildSchema('type Query { any: Boolean }')

/**
 * The text that Hasura gets: what was checked is what it reads, whatever its parser makes of
 * comments, escapes and spaces.
 *
 * @throws GraphqlProblem when a name stands for two things
 */
export function printDocument(document: DocumentNode): string {
  const [error] = validate(anySchema, document, uniqueNames, { maxErrors: 1 })
  if (error) throw new GraphqlProblem('validation-failed', error.message)
  return print(document)
}
