import {
  Kind,
  type DefinitionNode,
  type DirectiveNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql/language'

/**
 * Whether no argument stands twice in a field or directive, no key twice in an input object, and no
 * name at two operations, in any part of a document (GraphQL specification, October 2021, 5.2.1.1,
 * 5.4.2 and 5.6.3). Of two filters of one update, the one that counted could be the wider one.
 */
export function hasUniqueNames(definitions: readonly DefinitionNode[]): boolean {
  return isUnique(definitions.flatMap(operationNames)) && definitions.every(isUniqueDefinition)
}

function operationNames(node: DefinitionNode): readonly string[] {
  return node.kind === Kind.OPERATION_DEFINITION && node.name ? [node.name.value] : []
}

function isUniqueDefinition(node: DefinitionNode): boolean {
  if (node.kind !== Kind.FRAGMENT_DEFINITION && node.kind !== Kind.OPERATION_DEFINITION) return true
  return (
    (node.variableDefinitions ?? []).every(
      ({ defaultValue }) => !defaultValue || isValue(defaultValue),
    )
    && areDirectives(node.directives)
    && isSelectionSet(node.selectionSet)
  )
}

function isSelectionSet({ selections }: SelectionSetNode): boolean {
  return selections.every(isSelection)
}

function isSelection(node: SelectionNode): boolean {
  if (!areDirectives(node.directives)) return false
  if (node.kind === Kind.FRAGMENT_SPREAD) return true
  return (
    (node.kind !== Kind.FIELD || areArguments(node.arguments))
    && (node.selectionSet === undefined || isSelectionSet(node.selectionSet))
  )
}

function areDirectives(directives: readonly DirectiveNode[] = []): boolean {
  return directives.every(directive => areArguments(directive.arguments))
}

interface NamedValue {
  readonly name: { readonly value: string }
  readonly value: ValueNode
}

/** Arguments, or the keys of an input object. */
function areArguments(nodes: readonly NamedValue[] = []): boolean {
  return isUnique(nodes.map(node => node.name.value)) && nodes.every(node => isValue(node.value))
}

function isValue(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.every(isValue)
  return node.kind !== Kind.OBJECT || areArguments(node.fields)
}

function isUnique(names: readonly string[]): boolean {
  return names.length < 2 || new Set(names).size === names.length
}
