import {
  Kind,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type DirectiveNode,
  type ValueNode,
} from 'graphql/language'
import { EngineError } from '../errors.ts'

/**
 * Checks that every fragment the operation uses exists and that none contains itself.
 *
 * @returns the names of all variables used in the operation and its fragments
 * @throws EngineError validation-failed with the path down to the spread
 */
export function checkFragments(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): ReadonlySet<string> {
  const variables = new Set<string>()
  const checked = new Set<string>()
  const open: string[] = []

  const visitSet = (set: SelectionSetNode, path: string): void => visit(set, `${path}.selectionSet`)

  const visit = (set: SelectionSetNode, path: string): void => {
    for (const selection of set.selections) {
      collectVariables(selection.directives, variables)
      if (selection.kind === Kind.FIELD) {
        for (const argument of selection.arguments ?? []) valueVariables(argument.value, variables)
        if (selection.selectionSet)
          visitSet(selection.selectionSet, `${path}.${selection.name.value}`)
      }
      else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet, path)
      else visitSpread(selection.name.value, path)
    }
  }

  const visitSpread = (name: string, path: string): void => {
    const fragment = fragments.get(name)
    if (!fragment)
      throw new EngineError('validation-failed', `reference to undefined fragment "${name}"`, path)
    if (open.includes(name))
      throw new EngineError(
        'validation-failed',
        `the fragment definition(s) ${englishList(open)} form a cycle`,
        path,
      )
    if (checked.has(name)) return
    open.push(name)
    visitSet(fragment.selectionSet, `${path}.${name}`)
    open.pop()
    checked.add(name)
  }

  collectVariables(operation.directives, variables)
  visitSet(operation.selectionSet, '$')
  return variables
}

/** `a`, `a and b`, `a, b and c`. */
function englishList(items: readonly string[]): string {
  return items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`
}

function collectVariables(
  directives: readonly DirectiveNode[] | undefined,
  into: Set<string>,
): void {
  for (const directive of directives ?? []) {
    for (const argument of directive.arguments ?? []) valueVariables(argument.value, into)
  }
}

function valueVariables(value: ValueNode, into: Set<string>): void {
  if (value.kind === Kind.VARIABLE) into.add(value.name.value)
  else if (value.kind === Kind.LIST) value.values.forEach(item => valueVariables(item, into))
  else if (value.kind === Kind.OBJECT)
    value.fields.forEach(field => valueVariables(field.value, into))
}
