import { EngineError, type ErrorCode } from '../errors.ts'
import type { Pipeline } from '../pipeline.ts'
import { readBody, type GraphQLRequest } from '../document/request.ts'
import {
  asEngineError,
  errorBody,
  legacyErrorBody,
  showsInternal,
  type ErrorSettings,
} from '../response/error-body.ts'
import type { Session } from '../session/types.ts'
import { UnauthorizedError } from '../session/unauthorized.ts'
import { explainText } from './explain.ts'
import { metadataAnswer, type ServedMetadata } from './metadata-api.ts'
import { corsHeaders, originCheck, preflightHeaders } from './cors.ts'
import { BodyTooLarge, type HttpRequest, type HttpResponse } from './types.ts'

/** What the router needs of the settings. */
export interface RouterSettings extends ErrorSettings {
  readonly corsDomain: string
  readonly preserve401Errors: boolean
  readonly log: (line: string) => void
}

/** Answers any request; never rejects. */
export type Router = (request: HttpRequest) => Promise<HttpResponse>

/**
 * How an endpoint shows failures: Hasura answers 200 to everything on `/v1/graphql`, and native
 * statuses on `/v1alpha1/graphql`.
 */
interface ErrorStyle {
  readonly body: (error: unknown, internal: boolean) => string
  readonly status: (error: EngineError) => number
}

const json = { 'content-type': 'application/json; charset=utf-8' }
const text = { 'content-type': 'text/plain; charset=utf-8' }
const version = JSON.stringify({ server_type: 'embedded', version: 'v2.51.5' })

/**
 * The engine's HTTP surface: `/v1/graphql`, `/v1/graphql/explain`, `/v1alpha1/graphql`,
 * `/v1/metadata`, `/healthz`, `/v1/version`.
 */
export function router(
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
    const { method, path } = request
    if (method === 'OPTIONS')
      return { status: 204, headers: preflightHeaders(request.headers), body: '' }
    if (method === 'POST' && path === '/v1/graphql')
      return graphql(pipeline, settings, request, modern)
    if (method === 'POST' && path === '/v1alpha1/graphql')
      return graphql(pipeline, settings, request, native)
    if (method === 'POST' && path === '/v1/graphql/explain') {
      return adminOnly(pipeline, settings, request, native, (session, bytes) =>
        explainText(pipeline, session, bytes),
      )
    }
    if (method === 'POST' && path === '/v1/metadata') {
      return adminOnly(pipeline, settings, request, native, (session, bytes) =>
        metadataAnswer(metadata, session, bytes),
      )
    }
    if (method === 'GET' && path === '/healthz')
      return { status: 200, headers: text, body: pipeline.healthText() }
    if (method === 'GET' && path === '/v1/version')
      return { status: 200, headers: json, body: version }
    return {
      status: 404,
      headers: json,
      body: JSON.stringify({ path: '$', error: 'resource does not exist', code: 'not-found' }),
    }
  }
  return async (request) => {
    const response = await route(request)
    return {
      ...response,
      headers: { ...response.headers, ...corsHeaders(allowed, request.headers) },
    }
  }
}

/** One POST: who, parse, answer. A batch's members fail one by one. */
async function graphql(
  pipeline: Pipeline,
  settings: RouterSettings,
  request: HttpRequest,
  style: ErrorStyle,
): Promise<HttpResponse> {
  let session: Session | undefined
  try {
    session = await pipeline.authenticate(request.headers)
    const requests = readBody(await request.body())
    const body = isBatch(requests)
      ? await batch(pipeline, settings, session, requests, request.signal)
      : await pipeline.answer(session, requests, request.signal)
    return { status: 200, headers: json, body }
  }
  catch (error) {
    return failure(error, session, settings, style)
  }
}

/** An endpoint for administrators: `answer` refuses every other session. */
async function adminOnly(
  pipeline: Pipeline,
  settings: RouterSettings,
  request: HttpRequest,
  style: ErrorStyle,
  answer: (session: Session, bytes: Uint8Array) => string | Promise<string>,
): Promise<HttpResponse> {
  let session: Session | undefined
  try {
    session = await pipeline.authenticate(request.headers)
    return { status: 200, headers: json, body: await answer(session, await request.body()) }
  }
  catch (error) {
    return failure(error, session, settings, style)
  }
}

function failure(
  error: unknown,
  session: Session | undefined,
  settings: RouterSettings,
  style: ErrorStyle,
): HttpResponse {
  if (error instanceof BodyTooLarge) {
    return {
      status: 413,
      headers: { ...json, connection: 'close' },
      body: style.body(new EngineError('bad-request', error.message), false),
    }
  }
  const known = asEngineError(error)
  if (known.cause !== undefined && known !== error)
    settings.log(`a request failed unexpectedly: ${describe(error)}`)
  return {
    status: style.status(known),
    headers: json,
    body: style.body(known, showsInternal(settings, session?.role)),
  }
}

async function batch(
  pipeline: Pipeline,
  settings: RouterSettings,
  session: Session,
  requests: readonly GraphQLRequest[],
  signal: AbortSignal,
): Promise<string> {
  const bodies: string[] = []
  const failed = (error: unknown) => errorBody(error, showsInternal(settings, session.role))
  for (const request of requests) {
    bodies.push(
      await pipeline.answer(session, request, signal).then(pieces => pieces.join(''), failed),
    )
  }
  return `[${bodies.join(',')}]`
}

function isBatch(
  requests: GraphQLRequest | readonly GraphQLRequest[],
): requests is readonly GraphQLRequest[] {
  return Array.isArray(requests)
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

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
