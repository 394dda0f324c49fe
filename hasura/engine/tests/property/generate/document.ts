import {
  getNamedType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'
import type { GenerateContext, Pool } from './context.ts'
import { nameNode } from './nodes.ts'
import { selectionSet } from './selection.ts'

const maxFields = 25
const deepest = 3

/** A random document that the schema allows, with all its values inline. */
export function generateDocument(
  schema: GraphQLSchema,
  { tables, spelling, namespace, incomparable, withoutMax }: World,
  pool: Pool,
  random: Random,
): DocumentNode {
  const context: GenerateContext = {
    schema,
    random,
    pool,
    spelling,
    incomparable,
    withoutMax,
    tables: new Map(tables.map(table => [table.type, table])),
    fragments: [],
    budget: 5 + random.int(maxFields),
    names: 0,
  }
  const mutation = schema.getMutationType()
  const isMutation = mutation !== undefined && mutation !== null && random.chance(0.2)
  const root = isMutation ? mutation : schema.getQueryType()
  if (!isObjectType(getNamedType(root))) throw new Error('the schema has no query type')
  const depth = 1 + random.int(deepest) + (namespace === undefined ? 0 : 1)
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: isMutation ? OperationTypeNode.MUTATION : OperationTypeNode.QUERY,
        name: nameNode('Generated'),
        variableDefinitions: [],
        selectionSet: selectionSet(root as never, depth, context),
      },
      ...context.fragments,
    ],
  }
}
