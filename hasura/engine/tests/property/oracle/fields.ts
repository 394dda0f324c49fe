import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'
import type { Spelling } from '../spelling.ts'

/**
 * Fields of an object by response name, in the order of the answer; those with one name are merged.
 */
export type Collected = ReadonlyMap<string, readonly FieldNode[]>

/** The fragments of a document by name. */
export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap(definition =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  )
}

/** GraphQL's CollectFields for documents without variables. */
export function collectFields(
  sets: readonly SelectionSetNode[],
  type: string,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Collected {
  const collected = new Map<string, FieldNode[]>()
  const collect = (selection: SelectionNode): void => {
    if (!isIncluded(selection)) return
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value
      collected.set(key, [...(collected.get(key) ?? []), selection])
      return
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
    if (fragment?.typeCondition?.name.value === type)
      fragment.selectionSet.selections.forEach(collect)
  }
  for (const set of sets) set.selections.forEach(collect)
  return collected
}

function isIncluded(selection: SelectionNode): boolean {
  return (selection.directives ?? []).every((directive) => {
    const condition = directive.arguments?.[0]?.value
    const holds = condition?.kind === Kind.BOOLEAN && condition.value
    return directive.name.value === 'skip' ? !holds : holds
  })
}

/** The selection sets of fields that are merged. */
export function below(fields: readonly FieldNode[]): SelectionSetNode[] {
  return fields.flatMap(field => field.selectionSet ?? [])
}

/** A field's argument by its name in Hasura's own spelling; null counts as none. */
export function argumentOf(
  field: FieldNode,
  name: string,
  { plain }: Spelling,
): ValueNode | undefined {
  const value = field.arguments?.find(argument => plain(argument.name.value) === name)?.value
  return value?.kind === Kind.NULL ? undefined : value
}
