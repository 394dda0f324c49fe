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
  type ASTVisitor,
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
    if (error instanceof RangeError) throw tooDeep(error)
    throw error
  }
}

function tooDeep(cause?: unknown): GraphqlProblem {
  return new GraphqlProblem(
    'limit-exceeded',
    'The operation asks for too much: it goes too many levels deep.',
    { cause },
  )
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

/**
 * The most selection sets, objects and lists inside one another, anywhere in a document. The printed
 * text has a longer indentation for each, so that its length would grow with their square.
 */
export const maxNesting = 50

function NestingRule(): ASTVisitor {
  let levels = 0
  const nested = {
    enter: () => {
      levels += 1
      if (levels > maxNesting) throw tooDeep()
    },
    leave: () => {
      levels -= 1
    },
  }
  return { SelectionSet: nested, ObjectValue: nested, ListValue: nested }
}

const anySchema = buildSchema('type Query { any: Boolean }')

/**
 * The text that Hasura gets: what was checked is what it reads, whatever its parser makes of
 * comments, escapes and spaces.
 *
 * @throws GraphqlProblem when a name stands for two things, or the document is nested too deeply
 */
export function printDocument(document: DocumentNode): string {
  const [error] = validate(anySchema, document, [NestingRule, ...uniqueNames], {
    maxErrors: 1,
  })
  if (error) throw new GraphqlProblem('validation-failed', error.message)
  return print(document)
}
