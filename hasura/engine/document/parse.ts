import {
  parse,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql/language'
import { EngineError } from '../errors.ts'
import { hasUniqueNames } from './unique-names.ts'

/** A parsed document: its operations in order and its fragments by name. */
export interface ParsedDocument {
  readonly operations: readonly OperationDefinitionNode[]
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

/** More lexical tokens than this are refused, so that no document makes parsing expensive. */
const maxTokens = 250_000

/**
 * Parses a document.
 *
 * @throws EngineError validation-failed `not a valid graphql query`, also for names that stand
 *   twice (see {@link hasUniqueNames}); parse-failed on fragments of the same name
 */
export function parseDocument(text: string): ParsedDocument {
  const { definitions } = syntaxOf(text)
  const operations: OperationDefinitionNode[] = []
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition)
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      const name = definition.name.value
      if (fragments.has(name))
        throw new EngineError('parse-failed', `multiple definitions for fragment "${name}"`)
      fragments.set(name, definition)
    }
    else throw invalid()
  }
  return { operations, fragments }
}

function syntaxOf(text: string): DocumentNode {
  try {
    const document = parse(text, { noLocation: true, maxTokens, allowEmptySelectionSets: false })
    if (hasUniqueNames(document.definitions)) return document
  }
  catch (cause) {
    throw invalid(cause)
  }
  throw invalid()
}

function invalid(cause?: unknown): EngineError {
  return new EngineError('validation-failed', 'not a valid graphql query', '$.query', { cause })
}

/**
 * The operation to run.
 *
 * @throws EngineError validation-failed with Hasura's messages when the name does not single one
 *   out
 */
export function selectOperation(
  { operations }: ParsedDocument,
  operationName: string | null | undefined,
): OperationDefinitionNode {
  if (operationName !== undefined && operationName !== null) {
    if (operations.some(operation => operation.name === undefined)) {
      throw new EngineError(
        'validation-failed',
        'operationName cannot be used when an anonymous operation exists in the document',
      )
    }
    const named = operations.find(operation => operation.name?.value === operationName)
    if (!named)
      throw new EngineError(
        'validation-failed',
        `no such operation found in the document: "${operationName}"`,
      )
    return named
  }
  const [only, ...others] = operations
  if (!only || others.length > 0) {
    throw new EngineError(
      'validation-failed',
      'exactly one operation has to be present in the document when operationName is not specified',
    )
  }
  return only
}
