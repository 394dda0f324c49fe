import {
  Kind,
  print,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql/language'
import { EngineError } from '../errors.ts'
import { isIncluded, type DirectiveContext } from './directives.ts'

/**
 * All selections of one response key in one selection set; the first decides field and arguments.
 */
export interface CollectedField {
  readonly responseKey: string
  readonly node: FieldNode
  /** Selection sets below, to be merged. */
  readonly sets: SelectionSetNode[]
}

/**
 * The fields of merged selection sets in order of first appearance: fragments opened, `@skip` and
 * `@include` applied, selections of the same response key joined. Fragments on another type are
 * left out silently, as Hasura does.
 *
 * @throws EngineError validation-failed when selections of one response key disagree
 */
export function collectFields(
  sets: readonly SelectionSetNode[],
  typeName: string,
  path: string,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  context: DirectiveContext,
): readonly CollectedField[] {
  const collected = new Map<string, CollectedField>()
  const visited = new Set<SelectionSetNode>()

  const visit = (set: SelectionSetNode): void => {
    if (visited.has(set)) return
    visited.add(set)
    for (const selection of set.selections) {
      if (!isIncluded(selection.directives, path, context)) continue
      if (selection.kind === Kind.FIELD) add(collected, selection, path)
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (
          selection.typeCondition === undefined
          || selection.typeCondition.name.value === typeName
        )
          visit(selection.selectionSet)
      }
      else {
        const fragment = fragments.get(selection.name.value)
        if (fragment && fragment.typeCondition.name.value === typeName) visit(fragment.selectionSet)
      }
    }
  }

  sets.forEach(visit)
  return [...collected.values()]
}

function add(collected: Map<string, CollectedField>, node: FieldNode, path: string): void {
  const responseKey = node.alias?.value ?? node.name.value
  const known = collected.get(responseKey)
  if (!known) {
    collected.set(responseKey, {
      responseKey,
      node,
      sets: node.selectionSet ? [node.selectionSet] : [],
    })
    return
  }
  if (known.node.name.value !== node.name.value) {
    throw new EngineError(
      'validation-failed',
      `selection of both '${known.node.name.value}' and '${node.name.value}' specify the same response name, '${responseKey}'`,
      path,
    )
  }
  if (argumentsText(known.node) !== argumentsText(node)) {
    throw new EngineError(
      'validation-failed',
      `inconsistent arguments between multiple selections of field '${node.name.value}'`,
      path,
    )
  }
  if (node.selectionSet) known.sets.push(node.selectionSet)
}

function argumentsText(node: FieldNode): string {
  return (node.arguments ?? [])
    .map(argument => `${argument.name.value}:${print(argument.value)}`)
    .sort()
    .join(',')
}
