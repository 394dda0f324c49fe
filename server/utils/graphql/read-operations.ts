import { z } from 'zod'
import { checkCost } from './check-cost.ts'
import { checkLimits, parseDocument, selectOperation, type OperationKind } from './check-limits.ts'
import { GraphqlProblem } from './graphql-problem.ts'
import { forgetDocument } from './parsed-documents.ts'

/** At most so many operations in one request. */
const batchLimit = 10

const operationSchema = z.object({
  query: z.string('must be a text'),
  variables: z.record(z.string(), z.unknown(), 'must be an object').nullish(),
  operationName: z.string('must be a text').nullish(),
})

/** One GraphQL operation of a request. */
export interface Operation {
  query: string
  variables: Record<string, unknown>
  kind: OperationKind
}

/**
 * Reads the body of a GraphQL request: one operation or a list of them.
 *
 * @throws GraphqlProblem when it is not JSON, not a GraphQL request, or over a limit
 */
export function readOperations(body: string): Operation[] {
  const parsed = parseJson(body)
  const list: unknown[] = Array.isArray(parsed) ? parsed : [parsed]
  if (list.length === 0 || list.length > batchLimit) throw new GraphqlProblem('bad-request', `Send 1 to ${batchLimit} operations at once.`)
  return list.map(readOperation)
}

/** Reads one operation, also of a WebSocket's message. @throws GraphqlProblem */
export function readOperation(value: unknown): Operation {
  const parsed = operationSchema.safeParse(value)
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues as [z.core.$ZodIssue]
    throw new GraphqlProblem('bad-request', `${path.join('.') || 'The body'}: ${path.length > 0 ? message : 'must be an object with a query'}`)
  }
  const { query, variables, operationName } = parsed.data
  const operation = { query, variables: variables ?? {} }
  try {
    return { ...operation, kind: checkOperation(operation, operationName ?? undefined) }
  }
  catch (error) {
    forgetDocument(query)
    throw error
  }
}

function checkOperation({ query, variables }: Omit<Operation, 'kind'>, operationName: string | undefined): OperationKind {
  const kind = checkLimits(query, operationName)
  const document = parseDocument(query)
  checkCost(document, selectOperation(document, operationName), variables)
  return kind
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  }
  catch (cause) {
    throw new GraphqlProblem('invalid-json', 'The body is not JSON.', { cause })
  }
}
