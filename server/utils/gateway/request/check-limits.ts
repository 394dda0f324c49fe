import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { GraphqlProblem } from '../errors/graphql-problem.ts'
import { parseDocument, printDocument } from './parse-document.ts'

/** The kind of an operation. */
export type OperationKind = 'query' | 'mutation' | 'subscription'

/**
 * The most that one operation may ask for. Hasura's community edition has no such limits, so that a
 * small request could keep it busy for minutes. Fragments count each time they are used.
 */
export const limits = { depth: 15, aliases: 200, fields: 2000, rootFields: 50 } as const

/** An operation that is within the limits, and the document that it stands in. */
export interface LimitedOperation {
  readonly kind: OperationKind
  readonly document: DocumentNode
  /** The document printed, as it is sent to Hasura. */
  readonly text: string
  readonly definition: OperationDefinitionNode
  /** Fields at the root, those of fragments too. */
  readonly rootFields: number
}

/** `width` is the number of fields at the top, those of fragments too. */
interface Size {
  readonly depth: number
  readonly aliases: number
  readonly fields: number
  readonly width: number
}

const empty: Readonly<Size> = { depth: 0, aliases: 0, fields: 0, width: 0 }

/**
 * Checks the size of the operation that a document's name selects, without knowing the schema.
 *
 * @throws GraphqlProblem when the text is not GraphQL, names no operation, or is over a limit
 */
export function checkLimits(text: string, operationName: string | undefined): LimitedOperation {
  const document = parseDocument(text)
  const operations = document.definitions.filter(
    definition => definition.kind === Kind.OPERATION_DEFINITION,
  )
  const operation =
    operationName === undefined && operations.length === 1
      ? operations[0]
      : operations.find(({ name }) => name?.value === operationName)
  if (!operation) {
    throw new GraphqlProblem(
      'validation-failed',
      operationName
        ? `The document has no operation named ${operationName}.`
        : 'The document has several operations: name one with operationName.',
    )
  }
  const size = measurer(document)(operation.selectionSet)
  checkSize(size)
  return {
    kind: operation.operation,
    document,
    text: printDocument(document),
    definition: operation,
    rootFields: size.width,
  }
}

function checkSize({ depth, aliases, fields, width }: Size): void {
  const over = [
    depth > limits.depth && `at most ${limits.depth} levels deep`,
    aliases > limits.aliases && `at most ${limits.aliases} aliases`,
    fields > limits.fields && `at most ${limits.fields} fields`,
  ].filter(limit => limit !== false)
  if (over.length > 0)
    throw new GraphqlProblem(
      'limit-exceeded',
      `The operation asks for too much: ${over.join(', ')}.`,
    )
  checkRootFields(width)
}

/**
 * Checks the number of fields at the root of an operation, or of all operations of a batch. @throws
 * GraphqlProblem
 */
export function checkRootFields(count: number): void {
  if (count > limits.rootFields)
    throw new GraphqlProblem(
      'limit-exceeded',
      `The request asks for too much: at most ${limits.rootFields} fields at the root.`,
    )
}

/**
 * Measures selection sets; a fragment is measured once, so that the work stays linear in the length
 * of the text.
 */
function measurer(document: DocumentNode): (set: SelectionSetNode) => Size {
  const fragments = new Map(
    document.definitions
      .filter(
        (definition): definition is FragmentDefinitionNode =>
          definition.kind === Kind.FRAGMENT_DEFINITION,
      )
      .map(fragment => [fragment.name.value, fragment]),
  )
  const measured = new Map<string, Size>()
  const entered = new Set<string>()

  function measureFragment(name: string): Size {
    const fragment = fragments.get(name)
    const known = measured.get(name)
    if (known || !fragment) return known ?? empty
    if (entered.has(name))
      throw new GraphqlProblem('validation-failed', `The fragment ${name} contains itself.`)
    entered.add(name)
    const size = measure(fragment.selectionSet)
    measured.set(name, size)
    return size
  }

  function measure(set: SelectionSetNode): Size {
    const total = { ...empty }
    for (const selection of set.selections) {
      const isField = selection.kind === Kind.FIELD
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? measureFragment(selection.name.value)
          : selection.selectionSet
            ? measure(selection.selectionSet)
            : empty
      total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0))
      total.aliases += inner.aliases + (isField && selection.alias ? 1 : 0)
      total.fields += inner.fields + (isField ? 1 : 0)
      total.width += isField ? 1 : inner.width
    }
    return total
  }
  return measure
}
