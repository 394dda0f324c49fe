import type { EngineError, ErrorCode } from '../errors.ts'
import type { Answer, Pipeline } from '../pipeline.ts'
import { errorBody, legacyErrorBody, type Failure } from '../response/error-body.ts'
import { UnauthorizedError } from '../session/unauthorized.ts'
import { originCheck } from '../options/origins.ts'
import { corsHeaders, preflightHeaders } from './cors.ts'
import { explainText } from './explain.ts'
import { metadataAnswer, type ServedMetadata } from './metadata-api.ts'
import { BodyTooLarge, type HttpRequest, type HttpResponse } from './types.ts'

/** Settings of HTTP; see {@link EngineOptions}. */
export interface RouterSettings {
  readonly corsDomain: string
  readonly preserve401Errors: boolean
}

/** Answers any request; never rejects. */
export type Router = (request: HttpRequest) => Promise<HttpResponse>

/**
 * How an endpoint shows failures: Hasura answers 200 to everything on `/v1/graphql`, and native
 * statuses on `/v1alpha1/graphql`.
 */
interface ErrorStyle {
  readonly body: (failure: Failure) => string
  readonly status: (error: EngineError) => number
}

const json = { 'content-type': 'application/json; charset=utf-8' }
const text = { 'content-type': 'text/plain; charset=utf-8' }
const version = JSON.stringify({ server_type: 'embedded', version: 'v2.51.5' })
const notFound = JSON.stringify({
  path: '$',
  error: 'resource does not exist',
  code: 'not-found',
})

/**
 * The engine's HTTP surface: `/v1/graphql`, `/v1/graphql/explain`, `/v1alpha1/graphql`,
 * `/v1/metadata`, `/healthz`, `/v1/version`.
 */
export function createRouter(
  pipeline: Pipeline,
  settings: RouterSettings,
  metadata: ServedMetadata,
): Router {
  const allowed = originCheck(settings.corsDomain)
  const modern: ErrorStyle = {
    body: errorBody,
    status: error => (settings.preserve401Errors && error instanceof UnauthorizedError ? 401 : 200),
  }
  const native: ErrorStyle = { body: legacyErrorBody, status: nativeStatus }
  const route = async (request: HttpRequest): Promise<HttpResponse> => {
    switch (`${request.method} ${request.path}`) {
      case 'POST /v1/graphql':
        return response(await pipeline.answer(request), modern)
      case 'POST /v1alpha1/graphql':
        return response(await pipeline.answer(request), native)
      case 'POST /v1/graphql/explain':
        return response(
          await pipeline.administer(request, body => explainText(pipeline, body)),
          native,
        )
      case 'POST /v1/metadata':
        return response(
          await pipeline.administer(request, body => metadataAnswer(metadata, body)),
          native,
        )
      case 'GET /healthz':
        return { status: 200, headers: text, body: healthText(metadata) }
      case 'GET /v1/version':
        return { status: 200, headers: json, body: version }
      default:
        return { status: 404, headers: json, body: notFound }
    }
  }
  return async (request) => {
    const { status, headers, body } =
      request.method === 'OPTIONS'
        ? { status: 204, headers: preflightHeaders(request.headers), body: '' }
        : await route(request)
    return { status, headers: { ...headers, ...corsHeaders(allowed, request.headers) }, body }
  }
}

function response(answer: Answer, style: ErrorStyle): HttpResponse {
  if (answer.kind === 'body') return { status: 200, headers: json, body: answer.body }
  // The rest of an oversized body is not read, so the connection cannot be reused.
  return answer.error instanceof BodyTooLarge
    ? { status: 413, headers: { ...json, connection: 'close' }, body: style.body(answer) }
    : { status: style.status(answer.error), headers: json, body: style.body(answer) }
}

/** Text of the health check, in Hasura's words. */
function healthText({ inconsistencies }: ServedMetadata): string {
  return inconsistencies().length > 0 ? 'WARN: inconsistent objects in schema' : 'OK'
}

const serverFailures = new Set<ErrorCode>([
  'unexpected',
  'postgres-error',
  'postgres-max-connections-error',
])

function nativeStatus(error: EngineError): number {
  if (error instanceof UnauthorizedError) return 401
  return serverFailures.has(error.code) ? 500 : 400
}
