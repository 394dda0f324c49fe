import { z } from 'zod'
import { checkArguments } from './arguments/check-arguments.ts'
import { addMeasure, nothing, type Measure } from './arguments/measure.ts'
import { checkCost } from './check-cost.ts'
import { checkLimits, checkRootFields, type OperationKind } from './check-limits.ts'
import { findOperation, keepOperation } from './checked-operations.ts'
import { GraphqlProblem } from '../errors/graphql-problem.ts'
import { parseJson } from './parse-json.ts'

/** At most so many operations in one request. */
const maxBatch = 10

const operationSchema = z.object({
  query: z.string('must be a text'),
  variables: z.record(z.string(), z.unknown(), 'must be an object').nullish(),
  operationName: z.string('must be a text').nullish(),
})

/** One GraphQL operation of a request. */
export interface Operation {
  /** The document as it was checked, which is what Hasura gets. */
  readonly query: string
  readonly variables: Record<string, unknown>
  readonly operationName: string | undefined
  readonly kind: OperationKind
}

/**
 * The operations of one request, and the body in which they are sent on: what was checked, and
 * nothing else.
 */
export interface Request {
  readonly operations: readonly Operation[]
  readonly body: string
}

/**
 * Reads the body of a GraphQL request: one operation or a list of them, which together are within
 * the limits of one.
 *
 * @throws GraphqlProblem when it is not JSON, not a GraphQL request, refused by an argument, or
 *   over a limit
 */
export function readRequest(body: string): Request {
  const parsed = parseJson(body)
  const list: unknown[] = Array.isArray(parsed) ? parsed : [parsed]
  if (list.length === 0 || list.length > maxBatch)
    throw new GraphqlProblem('bad-request', `Send 1 to ${maxBatch} operations at once.`)
  const read = list.map(readMeasured)
  const measure = nothing()
  for (const one of read) addMeasure(measure, one.measure)
  checkRootFields(read.reduce((sum, { rootFields }) => sum + rootFields, 0))
  const operations = read.map(({ operation }) => operation)
  const payloads = operations.map(payloadOf)
  return { operations, body: JSON.stringify(Array.isArray(parsed) ? payloads : payloads[0]) }
}

/** Reads one operation, also of a WebSocket's message. @throws GraphqlProblem */
export function readOperation(value: unknown): Operation {
  return readMeasured(value).operation
}

/** The part of an operation that Hasura receives. */
export function payloadOf({ query, variables, operationName }: Operation): object {
  return { query, variables, ...(operationName !== undefined && { operationName }) }
}

interface MeasuredOperation {
  readonly operation: Operation
  readonly rootFields: number
  readonly measure: Measure
}

function readMeasured(value: unknown): MeasuredOperation {
  const parsed = operationSchema.safeParse(value)
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues as [z.core.$ZodIssue]
    throw new GraphqlProblem(
      'bad-request',
      `${path.join('.') || 'The body'}: ${path.length > 0 ? message : 'must be an object with a query'}`,
    )
  }
  const { query } = parsed.data
  const variables = parsed.data.variables ?? {}
  const operationName = parsed.data.operationName ?? undefined
  const operation = findOperation(query, operationName) ?? checkLimits(query, operationName)
  const { kind, document, text, definition, rootFields } = operation
  checkCost(document, definition, variables)
  const measure = checkArguments({ document, definition, variables })
  keepOperation(query, operationName, operation)
  return { operation: { query: text, variables, operationName, kind }, rootFields, measure }
}
