import { Kind, type DefinitionNode, type DirectiveNode, type SelectionSetNode, type ValueNode } from 'graphql/language'

/**
 * Whether no argument stands twice in a field or directive, no key twice in an input object, and no name at two
 * operations, in any part of a document (GraphQL specification, October 2021, 5.2.1.1, 5.4.2 and 5.6.3). Which of two
 * values counts would be anybody's guess; for a filter that is every row or one.
 */
export function hasUniqueNames(definitions: readonly DefinitionNode[]): boolean {
  const operations = definitions.flatMap(node => node.kind === Kind.OPERATION_DEFINITION && node.name ? [node.name.value] : [])
  return isUnique(operations) && definitions.every(isUniqueDefinition)
}

function isUniqueDefinition(node: DefinitionNode): boolean {
  if (node.kind === Kind.FRAGMENT_DEFINITION) return areDirectives(node.directives) && isSelectionSet(node.selectionSet)
  if (node.kind !== Kind.OPERATION_DEFINITION) return true
  const variables = node.variableDefinitions ?? []
  return variables.every(variable => variable.defaultValue === undefined || isValue(variable.defaultValue))
    && areDirectives(node.directives)
    && isSelectionSet(node.selectionSet)
}

function isSelectionSet({ selections }: SelectionSetNode): boolean {
  return selections.every(selection => areDirectives(selection.directives)
    && (selection.kind !== Kind.FIELD || areArguments(selection.arguments))
    && (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet || isSelectionSet(selection.selectionSet)))
}

function areDirectives(directives: readonly DirectiveNode[] = []): boolean {
  return directives.every(directive => areArguments(directive.arguments))
}

/** Arguments, or the keys of an input object. */
function areArguments(nodes: readonly NamedValue[] = []): boolean {
  return isUnique(nodes.map(node => node.name.value)) && nodes.every(node => isValue(node.value))
}

interface NamedValue {
  readonly name: { readonly value: string }
  readonly value: ValueNode
}

function isValue(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.every(isValue)
  return node.kind !== Kind.OBJECT || areArguments(node.fields)
}

function isUnique(names: readonly string[]): boolean {
  return names.length < 2 || new Set(names).size === names.length
}
