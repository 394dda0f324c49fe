import type { FieldNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql/language'
import { EngineError } from '../errors.ts'
import { namedTypeOf, type ObjectType, type OutputField, type RoleSchema } from '../schema/types.ts'
import { collectFields } from './collect.ts'
import type { DirectiveContext } from './directives.ts'
import { checkInput, isLeftOut, missingField, type InputContext } from './input.ts'
import type { ArgumentValue, Selection } from './types.ts'

/** Fields of one object, at most: PostgreSQL has no more columns. */
const maxSiblings = 1600

/**
 * Selection sets inside each other, at most: each becomes a query inside a query, and PostgreSQL's
 * stack is finite.
 */
const maxDepth = 300

/** The context of selections, besides inputs. */
export interface SelectContext extends DirectiveContext {
  readonly schema: RoleSchema
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** Fields that may still be selected; counts down. */
  budget: number
  /** The type whose selection may hold `__schema` and `__type`. */
  readonly introspectable: ObjectType | undefined
}

/**
 * Checks a selection set against its type.
 *
 * @throws EngineError validation-failed with Hasura's message and path
 */
export function checkSelections(
  sets: readonly SelectionSetNode[],
  type: ObjectType,
  path: string,
  context: SelectContext,
  depth = 1,
): readonly Selection[] {
  if (depth > maxDepth)
    throw new EngineError(
      'validation-failed',
      `the operation is nested deeper than ${maxDepth} levels`,
    )
  const inside = `${path}.selectionSet`
  const fields = collectFields(sets, type.name, inside, context.fragments, context)
  if (fields.length > maxSiblings)
    throw new EngineError(
      'validation-failed',
      `a selection set holds more than ${maxSiblings} fields`,
      inside,
    )
  return fields.map(({ responseKey, node, sets: below }) => {
    const fieldPath = `${inside}.${node.name.value}`
    if (--context.budget < 0)
      throw new EngineError('validation-failed', 'the operation selects too many fields', '$')
    const field = fieldOf(type, node, fieldPath, context)
    const target = namedTypeOf(field.type)
    if (target.kind !== 'object') {
      if (below.length > 0)
        throw new EngineError(
          'validation-failed',
          'unexpected subselection set for non-object field',
          fieldPath,
        )
      return {
        responseKey,
        field,
        path: fieldPath,
        arguments: checkArguments(node, field, fieldPath, context),
        selections: undefined,
        type: undefined,
      }
    }
    const given = checkArguments(node, field, fieldPath, context)
    if (below.length === 0)
      throw new EngineError(
        'validation-failed',
        `missing selection set for '${target.name}'`,
        fieldPath,
      )
    return {
      responseKey,
      field,
      path: fieldPath,
      arguments: given,
      selections: checkSelections(below, target, fieldPath, context, depth + 1),
      type: target,
    }
  })
}

function fieldOf(
  type: ObjectType,
  node: FieldNode,
  path: string,
  context: SelectContext,
): OutputField {
  const name = node.name.value
  const field =
    type.fields().get(name)
    ?? (name === context.schema.typename.name ? context.schema.typename : undefined)
    ?? (type === context.introspectable ? context.schema.introspection.get(name) : undefined)
  if (!field)
    throw new EngineError(
      'validation-failed',
      `field '${name}' not found in type: '${type.name}'`,
      path,
    )
  return field
}

function checkArguments(
  node: FieldNode,
  field: OutputField,
  path: string,
  context: InputContext,
): ReadonlyMap<string, ArgumentValue> {
  const given = node.arguments ?? []
  for (const argument of given) {
    if (!field.arguments.has(argument.name.value)) {
      throw new EngineError(
        'validation-failed',
        `'${field.name}' has no argument named '${argument.name.value}'`,
        path,
      )
    }
  }
  const values = new Map<string, ArgumentValue>()
  for (const [name, input] of field.arguments) {
    const argument = given.find(candidate => candidate.name.value === name)
    const value = argument && ({ kind: 'syntax', node: argument.value } as const)
    const place = `${path}.args.${name}`
    if (value && !isLeftOut(value, input, place, context)) {
      values.set(name, checkInput(value, input, place, context))
    }
    else if (!input.type.nullable && input.default === undefined) {
      throw missingField(input, `${path}.args`)
    }
  }
  return values
}
