import type { OperationDefinitionNode } from 'graphql/language'
import { EngineError } from '../errors.ts'
import type { ObjectType, RoleSchema } from '../schema/types.ts'
import { checkOperationDirectives } from './directives.ts'
import { checkFragments } from './fragments.ts'
import { parseDocument, selectOperation, type ParsedDocument } from './parse.ts'
import type { GraphQLRequest } from './request.ts'
import { checkSelections } from './select.ts'
import type { Operation, Variables } from './types.ts'
import {
  checkVariables,
  variableDefinitions,
  type VariableDefinitions,
  type VariableUse,
} from './variables.ts'

/** Fields that one operation may select, fragments opened. */
const maxFields = 50_000

/** An operation of a document, checked as far as that needs no role and no values. */
export interface PreparedOperation {
  readonly node: OperationDefinitionNode
  readonly document: ParsedDocument
  readonly definitions: VariableDefinitions
  /** Names of all variables used. */
  readonly used: ReadonlySet<string>
}

/** A checked operation, and which parts of the variables decided its shape. */
export interface ValidatedOperation {
  readonly operation: Operation
  readonly uses: ReadonlyMap<string, VariableUse>
}

/**
 * Reads the operation that a request names.
 *
 * @throws EngineError validation-failed on a document that is none, another name, undefined or
 *   cyclic fragments; parse-failed on double variables
 */
export function prepareOperation({
  query,
  operationName,
}: Pick<GraphQLRequest, 'query' | 'operationName'>): PreparedOperation {
  const document = parseDocument(query)
  const node = selectOperation(document, operationName)
  const used = checkFragments(node, document.fragments)
  return { node, document, definitions: variableDefinitions(node), used }
}

/**
 * Checks an operation against a role's schema, lazily as Hasura does: only what the operation
 * reaches, in its order, stopping at the first error.
 *
 * @throws EngineError validation-failed or parse-failed
 */
export function validateOperation(
  prepared: PreparedOperation,
  variables: Variables,
  schema: RoleSchema,
): ValidatedOperation {
  const { node, definitions, document } = prepared
  checkVariables(definitions, prepared.used, variables)
  checkOperationDirectives(node.directives, schema.directives)
  const root = rootOf(node.operation, schema)
  const uses = new Map<string, VariableUse>()
  const selections = checkSelections([node.selectionSet], root, '$', {
    schema,
    directives: schema.directives,
    definitions,
    variables,
    uses,
    nullCollapse: schema.options.booleanNullCollapse,
    unboundIsAbsent: schema.options.experimentalFeatures.has('no_null_unbound_variable_default'),
    fragments: document.fragments,
    budget: maxFields,
    introspectable: node.operation === 'query' ? schema.query : undefined,
  })
  return { operation: { type: node.operation, name: node.name?.value, root, selections }, uses }
}

function rootOf(type: OperationDefinitionNode['operation'], schema: RoleSchema): ObjectType {
  const root = schema[type]
  if (!root) throw new EngineError('validation-failed', `no ${type}s exist`)
  return root
}
