import { EngineError } from '../errors.ts'
import { haskellKind, isObject, parseJson, type JsonValue } from '../json/json.ts'
import type { Variables } from './types.ts'

/** One GraphQL request, as a client sends it. */
export interface GraphQLRequest {
  readonly query: string
  readonly variables: Variables
  readonly operationName: string | undefined
}

/** A request's body: one request, or a batch. */
export type RequestBody =
  | { readonly kind: 'request', readonly request: GraphQLRequest }
  | { readonly kind: 'batch', readonly requests: readonly GraphQLRequest[] }

/**
 * Reads a request's body.
 *
 * Numbers that a JavaScript number cannot hold stay raw JSON, so that their digits reach
 * PostgreSQL.
 *
 * @throws EngineError `invalid-json` for anything but UTF-8 JSON, `parse-failed` for another shape
 */
export function readBody(bytes: Uint8Array): RequestBody {
  const body = parseBody(bytes)
  return Array.isArray(body)
    ? { kind: 'batch', requests: body.map((item, index) => readRequest(item, `$[${index}]`)) }
    : { kind: 'request', request: readRequest(body) }
}

/**
 * A request's body as JSON.
 *
 * @throws EngineError `invalid-json` for anything but UTF-8 JSON
 */
export function parseBody(bytes: Uint8Array): JsonValue {
  return parseRequestJson(utf8(bytes))
}

/** Checks one request's shape; unknown keys are ignored. */
export function readRequest(body: unknown, path = '$'): GraphQLRequest {
  if (!isObject(body))
    throw shape(
      `parsing Hasura.GraphQL.Transport.HTTP.Protocol.GQLReq failed, expected Object, but encountered ${haskellKind(body)}`,
      path,
    )
  if (isObject(body.extensions) && 'persistedQuery' in body.extensions) {
    throw new EngineError('not-supported', 'Automatic Persisted Queries is not enabled', path)
  }
  const { query, variables, operationName } = body
  if (query === undefined) throw shape('the key \'query\' was not present', path)
  if (typeof query !== 'string')
    throw shape(`expected a string for 'query', but found ${haskellKind(query)}`, `${path}.query`)
  if (variables !== undefined && variables !== null && !isObject(variables))
    throw shape(
      `expected an object for 'variables', but found ${haskellKind(variables)}`,
      `${path}.variables`,
    )
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw shape(
      `expected a string for 'operationName', but found ${haskellKind(operationName)}`,
      `${path}.operationName`,
    )
  }
  return {
    query,
    variables: (variables ?? {}) as Variables,
    operationName: operationName ?? undefined,
  }
}

/**
 * Parses a request's JSON.
 *
 * @throws EngineError `invalid-json`
 */
export function parseRequestJson(text: string): JsonValue {
  try {
    return parseJson(text)
  }
  catch (error) {
    throw new EngineError(
      'invalid-json',
      error instanceof RangeError
        ? 'the JSON is nested too deeply'
        : `the request is not valid JSON: ${(error as Error).message}`,
    )
  }
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  }
  catch {
    throw new EngineError('invalid-json', 'the request is not valid UTF-8')
  }
}

function shape(message: string, path: string): EngineError {
  return new EngineError('parse-failed', message, path)
}
