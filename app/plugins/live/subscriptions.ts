import { formatDocument, stringifyDocument, type Operation } from '@urql/core'

/** A subscription to one root field of a query. */
export interface FieldSubscription {
  /** The field's name in the answer. */
  field: string
  query: string
  variables: Record<string, unknown>
}

type Document = Operation['query']
type Definition = Document['definitions'][number]

/**
 * Splits a query into subscriptions, one for each of its root fields, with the fragments and
 * variables that the field takes and no others: GraphQL refuses those that are not used.
 */
export function subscriptionsOf({ query, variables }: Operation): FieldSubscription[] {
  const { definitions } = formatDocument(query)
  const fragments = definitions.filter(({ kind }) => kind === 'FragmentDefinition')
  return definitions.flatMap((operation) => {
    if (operation.kind !== 'OperationDefinition') return []
    return operation.selectionSet.selections.flatMap((selection) => {
      if (selection.kind !== 'Field') return []
      const spread = fragmentsOf(selection, fragments)
      const used = namesIn('Variable', [selection, ...spread])
      const subscription: Definition = {
        ...operation,
        operation: 'subscription' as typeof operation.operation,
        variableDefinitions: operation.variableDefinitions?.filter(({ variable }) =>
          used.has(variable.name.value),
        ),
        selectionSet: { ...operation.selectionSet, selections: [selection] },
      }
      const document: Document = { ...query, definitions: [subscription, ...spread] }
      return {
        field: (selection.alias ?? selection.name).value,
        query: stringifyDocument(document),
        variables: Object.fromEntries(
          Object.entries(variables ?? {}).filter(([name]) => used.has(name)),
        ),
      }
    })
  })
}

/** The fragments that a node spreads, and those that they spread. */
function fragmentsOf(node: unknown, fragments: Definition[]): Definition[] {
  const names = new Set<string>()
  const visit = (part: unknown) => {
    for (const name of namesIn('FragmentSpread', part)) {
      if (names.has(name)) continue
      names.add(name)
      visit(fragments.find(fragment => nameOf(fragment) === name))
    }
  }
  visit(node)
  return fragments.filter(fragment => names.has(nameOf(fragment) ?? ''))
}

/** The names of all nodes of a kind within a part of a document. */
function namesIn(kind: 'Variable' | 'FragmentSpread', part: unknown): Set<string> {
  const names = new Set<string>()
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return
    if ('kind' in node && node.kind === kind) names.add(nameOf(node) ?? '')
    else Object.entries(node).forEach(([key, child]) => key !== 'loc' && visit(child))
  }
  visit(part)
  return names
}

function nameOf(node: object): string | undefined {
  return (node as { name?: { value: string } }).name?.value
}
