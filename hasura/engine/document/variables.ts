import {
  Kind,
  print,
  type OperationDefinitionNode,
  type TypeNode,
  type ValueNode,
} from 'graphql/language'
import { EngineError } from '../errors.ts'
import type { TypeRef } from '../schema/types.ts'
import type { Variables } from './types.ts'

/** A variable as the operation declares it. */
export interface VariableDefinition {
  readonly name: string
  readonly type: TypeNode
  /** The declared type as GraphQL text: `[Int!]!`. */
  readonly typeText: string
  readonly nullable: boolean
  readonly fallback: ValueNode | undefined
}

/**
 * What validation looked at in each variable. Two requests for the same document whose variables
 * look the same at these places have the same plan.
 */
export interface VariableUse {
  /** Input types at whose places the variable stands. */
  readonly types: Set<TypeRef>
  /** The scalar itself decided something: a directive's condition, `_is_null`, `__type(name:)`. */
  static: boolean
}

/** The declared variables by name, in order. */
export type VariableDefinitions = ReadonlyMap<string, VariableDefinition>

/**
 * The operation's variable definitions.
 *
 * @throws EngineError parse-failed when a name is declared twice
 */
export function variableDefinitions(operation: OperationDefinitionNode): VariableDefinitions {
  const definitions = new Map<string, VariableDefinition>()
  for (const node of operation.variableDefinitions ?? []) {
    const name = node.variable.name.value
    if (definitions.has(name))
      throw new EngineError('parse-failed', `multiple definitions for variable "${name}"`)
    definitions.set(name, {
      name,
      type: node.type,
      typeText: print(node.type),
      nullable: node.type.kind !== Kind.NON_NULL_TYPE,
      fallback: node.defaultValue,
    })
  }
  return definitions
}

/**
 * Checks the given values against the definitions and the use of variables in the document.
 *
 * @throws EngineError validation-failed with Hasura's messages
 */
export function checkVariables(
  definitions: VariableDefinitions,
  used: ReadonlySet<string>,
  variables: Variables,
): void {
  for (const { name, typeText, nullable, fallback } of definitions.values()) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (value === undefined && !nullable && fallback === undefined) {
      throw new EngineError(
        'validation-failed',
        `expecting a value for non-nullable variable: "${name}"`,
      )
    }
    if (value === null && !nullable)
      throw new EngineError(
        'validation-failed',
        `null value found for non-nullable type: "${typeText}"`,
      )
  }
  for (const name of used) {
    if (!definitions.has(name))
      throw new EngineError('validation-failed', `unbound variable "${name}"`)
  }
  const unexpected = Object.keys(variables).filter(name => !used.has(name))
  if (unexpected.length > 0)
    throw new EngineError(
      'validation-failed',
      `unexpected variables in variableValues: ${unexpected.join(', ')}`,
    )
}

/**
 * Whether a variable may stand where an input type is expected (GraphQL's AreTypesCompatible): same
 * type, at least as non-null, or made non-null by a default on either side.
 */
export function isUsable(
  declared: VariableDefinition,
  expected: TypeRef,
  placeHasDefault: boolean,
): boolean {
  const hasFallback = declared.fallback !== undefined && declared.fallback.kind !== Kind.NULL
  const lenient = !expected.nullable && declared.nullable && (hasFallback || placeHasDefault)
  return compatible(declared.type, lenient ? { ...expected, nullable: true } : expected)
}

function compatible(declared: TypeNode, expected: TypeRef): boolean {
  if (declared.kind === Kind.NON_NULL_TYPE)
    return compatible(declared.type, { ...expected, nullable: true })
  if (!expected.nullable) return false
  if (declared.kind === Kind.LIST_TYPE)
    return expected.kind === 'list' && compatible(declared.type, expected.of)
  return expected.kind === 'named' && declared.name.value === expected.type.name
}
