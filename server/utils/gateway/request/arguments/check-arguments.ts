import { Kind, valueFromASTUntyped } from 'graphql'
import type {
  ArgumentNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
  ValueNode,
} from 'graphql'
import { GraphqlProblem } from '../../errors/graphql-problem.ts'
import { createInputCheck, notFound, textOf, type Path } from './check-input.ts'
import { argumentDecision } from './decisions.ts'
import { addMeasure, nothing, type Measure } from './measure.ts'
import { argumentType, fieldType, roots } from './schema.ts'

/** The values of an operation's variables, by name. */
type Variables = Readonly<Record<string, unknown>>

/** An operation, the document that it stands in, and the values of its variables as they came. */
export interface OperationToCheck {
  readonly document: DocumentNode
  readonly definition: OperationDefinitionNode
  readonly variables: Variables
}

/**
 * Checks every argument of an operation along the types of the application's own schema, wherever
 * its value comes from. A name that the schema of no role has is refused, so that an operator which
 * is new here, or in Hasura, stays closed until it is decided. `@skip` and `@include` change
 * nothing: what stands there is checked.
 *
 * @returns how large its conditions and sort keys are
 * @throws GraphqlProblem when a value is refused, or over a limit; for an unknown name in Hasura's
 *   words
 */
export function checkArguments({ document, definition, variables }: OperationToCheck): Measure {
  const checkInput = createInputCheck()
  const values = valuesOf(definition, variables)
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map(fragment => [fragment.name.value, fragment]),
  )
  const measured = new Map<string, Measure>()

  function measureSet({ selections }: SelectionSetNode, type: string, path: Path): Measure {
    const total = nothing()
    for (const selection of selections) addMeasure(total, measure(selection, type, path))
    return total
  }

  function measure(selection: SelectionNode, type: string, path: Path): Measure {
    switch (selection.kind) {
      case Kind.FIELD:
        return selection.name.value.startsWith('__')
          ? nothing()
          : measureField(selection, type, path)
      case Kind.INLINE_FRAGMENT:
        checkFits(selection.typeCondition?.name.value ?? type, type, path)
        return measureSet(selection.selectionSet, type, path)
      case Kind.FRAGMENT_SPREAD:
        return measureFragment(selection.name.value, type, path)
    }
  }

  /** A fragment fits one type only, so that it is measured once. */
  function measureFragment(name: string, type: string, path: Path): Measure {
    const fragment = fragments.get(name)
    if (!fragment)
      throw new GraphqlProblem('validation-failed', `the fragment '${name}' is not defined`, {
        path: textOf(path),
      })
    checkFits(fragment.typeCondition.name.value, type, path)
    const total = measured.get(name) ?? measureSet(fragment.selectionSet, type, path)
    measured.set(name, total)
    return total
  }

  function measureField(field: FieldNode, parent: string, above: Path): Measure {
    const path = { name: field.name.value, parent: above }
    const type = fieldType(parent, field.name.value)
    if (type === undefined) throw notFound(path, parent)
    const total = nothing()
    for (const argument of field.arguments ?? [])
      addMeasure(total, constants.get(argument) ?? measureArgument(argument, field, parent, path))
    if (field.selectionSet)
      addMeasure(
        total,
        measureSet(field.selectionSet, type, { name: 'selectionSet', parent: path }),
      )
    return total
  }

  function measureArgument(
    argument: ArgumentNode,
    field: FieldNode,
    parent: string,
    above: Path,
  ): Measure {
    const name = argument.name.value
    const path = { name, parent: { name: 'args', parent: above } }
    const type = argumentType(parent, field.name.value, name)
    if (type === undefined) throw notFound(path, parent)
    const value = valueFromASTUntyped(argument.value, values)
    const measure = checkInput({ type, decision: argumentDecision(name, type), value, path })
    if (isConstant(argument.value)) constants.set(argument, measure)
    return measure
  }

  return measureSet(definition.selectionSet, roots[definition.operation], { name: 'selectionSet' })
}

/** The measure of arguments without a variable: a document that is sent often is walked once. */
const constants = new WeakMap<ArgumentNode, Measure>()

function isConstant(value: ValueNode): boolean {
  switch (value.kind) {
    case Kind.VARIABLE:
      return false
    case Kind.LIST:
      return value.values.every(isConstant)
    case Kind.OBJECT:
      return value.fields.every(field => isConstant(field.value))
    default:
      return true
  }
}

/**
 * No type of this schema is an interface or a union, so a fragment on another type fits nowhere.
 */
function checkFits(condition: string, type: string, path: Path): void {
  if (condition === type) return
  throw new GraphqlProblem(
    'validation-failed',
    `a fragment on '${condition}' does not fit type: '${type}'`,
    { path: textOf(path) },
  )
}

/**
 * The values of the operation's variables: the value that came, else the default, also where the
 * value is null.
 */
function valuesOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): Variables {
  const values = Object.create(null) as Record<string, unknown>
  for (const {
    variable: {
      name: { value: name },
    },
    defaultValue,
  } of variableDefinitions) {
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined
    values[name] = given ?? (defaultValue && valueFromASTUntyped(defaultValue))
  }
  return values
}
