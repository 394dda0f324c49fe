import { GraphQLError, Kind, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'
import { GraphqlProblem } from './graphql-problem.ts'
import { parsedDocument } from './parsed-documents.ts'

/** What an operation does. */
export type OperationKind = 'query' | 'mutation' | 'subscription'

/**
 * The most that one operation may ask for. Hasura's community edition has no such limits, so that a small request could
 * keep it busy for minutes. Fragments count each time they are used.
 */
export const limits = { tokens: 15_000, depth: 15, aliases: 200, fields: 2000, rootFields: 50 } as const

interface Size { depth: number, aliases: number, fields: number }

/**
 * Checks the size of the operation that a document's name selects, without knowing the schema.
 *
 * @throws GraphqlProblem when the text is not GraphQL, names no operation, or is over a limit
 */
export function checkLimits(text: string, operationName: string | undefined): OperationKind {
  const document = parseDocument(text)
  const operation = selectOperation(document, operationName)
  checkSize(operation, measurer(document))
  return operation.operation
}

/** A document's syntax tree. @throws GraphqlProblem when the text is not GraphQL, or far too long or deep */
export function parseDocument(text: string): DocumentNode {
  try {
    return parsedDocument(text, limits.tokens)
  }
  catch (error) {
    if (error instanceof GraphQLError) throw new GraphqlProblem('parse-failed', `The query is not a valid GraphQL document: ${error.message}`, { cause: error })
    // The parser calls itself for every level, and has no other end than that of the stack.
    if (error instanceof RangeError) throw new GraphqlProblem('limit-exceeded', `The operation asks for too much: at most ${limits.depth} levels deep.`, { cause: error })
    throw error
  }
}

/** The operation that a request means. @throws GraphqlProblem when there is none, or several and no name */
export function selectOperation(document: DocumentNode, operationName: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter(definition => definition.kind === Kind.OPERATION_DEFINITION)
  const operation = operationName === undefined && operations.length === 1 ? operations[0] : operations.find(({ name }) => name?.value === operationName)
  if (!operation) {
    throw new GraphqlProblem('validation-failed', operationName ? `The document has no operation named ${operationName}.` : 'The document has several operations: name one with operationName.')
  }
  return operation
}

function checkSize(operation: OperationDefinitionNode, measure: (set: SelectionSetNode) => Size): void {
  const { depth, aliases, fields } = measure(operation.selectionSet)
  const over = [
    depth > limits.depth && `at most ${limits.depth} levels deep`,
    aliases > limits.aliases && `at most ${limits.aliases} aliases`,
    fields > limits.fields && `at most ${limits.fields} fields`,
    operation.selectionSet.selections.length > limits.rootFields && `at most ${limits.rootFields} fields at the root`,
  ].filter(limit => limit !== false)
  if (over.length > 0) throw new GraphqlProblem('limit-exceeded', `The operation asks for too much: ${over.join(', ')}.`)
}

/** Measures selection sets; a fragment is measured once, so that the work stays linear in the length of the text. */
function measurer(document: DocumentNode): (set: SelectionSetNode) => Size {
  const fragments = new Map(document.definitions
    .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
    .map(fragment => [fragment.name.value, fragment]))
  const measured = new Map<string, Size>()
  const entered = new Set<string>()

  function measureFragment(name: string): Size {
    const fragment = fragments.get(name)
    const known = measured.get(name)
    if (known || !fragment) return known ?? { depth: 0, aliases: 0, fields: 0 }
    if (entered.has(name)) throw new GraphqlProblem('validation-failed', `The fragment ${name} contains itself.`)
    entered.add(name)
    const size = measure(fragment.selectionSet)
    measured.set(name, size)
    return size
  }

  function measure(set: SelectionSetNode): Size {
    const total = { depth: 0, aliases: 0, fields: 0 }
    for (const selection of set.selections) {
      const isField = selection.kind === Kind.FIELD
      const inner = selection.kind === Kind.FRAGMENT_SPREAD
        ? measureFragment(selection.name.value)
        : selection.selectionSet ? measure(selection.selectionSet) : { depth: 0, aliases: 0, fields: 0 }
      total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0))
      total.aliases += inner.aliases + (isField && selection.alias ? 1 : 0)
      total.fields += inner.fields + (isField ? 1 : 0)
    }
    return total
  }
  return measure
}
