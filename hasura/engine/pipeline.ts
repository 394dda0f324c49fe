import type { Stop } from './changes/types.ts'
import { parseBody, readBody, readRequest, type GraphQLRequest } from './document/request.ts'
import type { Fallbacks } from './document/types.ts'
import type { JsonValue } from './json/json.ts'
import { prepareOperation, validateOperation } from './document/validate.ts'
import { EngineError } from './errors.ts'
import { bindProgram, type BoundOperation } from './execute/bind.ts'
import { executeMutation, executeQuery } from './execute/operation.ts'
import type { Database } from './execute/types.ts'
import { explainProgram, type ExplainedStatement } from './explain/explain.ts'
import { touchedTables } from './invalidation/touched.ts'
import type { Touched } from './invalidation/types.ts'
import { adminRole } from './metadata/types.ts'
import type { AllowList } from './model/allow-list.ts'
import type { Model } from './model/load-model.ts'
import type { PlanCache } from './model/plan-cache.ts'
import { planOperation } from './plan/operation.ts'
import { dataPieces, responseBody, type TextPieces } from './response/data.ts'
import { errorBody, failureOf, type ErrorSettings, type Failure } from './response/error-body.ts'
import type { Authenticate, RequestHeaders, Session } from './session/types.ts'
import type { Subscriptions } from './subscription/subscriptions.ts'
import type { Subscriber } from './subscription/types.ts'
import { translateOperation, type Program } from './translate/operation.ts'

/**
 * The way of every request: authenticate → read → validate → plan → translate → bind → execute →
 * respond.
 */
export interface Pipeline {
  /** HTTP: the answer to a request, or to a batch whose members fail one by one. Never rejects. */
  readonly answer: (request: IncomingRequest) => Promise<Answer>
  /** HTTP: what a command for administrators answers; other roles are refused. Never rejects. */
  readonly administer: (request: IncomingRequest, command: Command) => Promise<Answer>
  /** WebSocket: the caller whom `connection_init` names. @throws EngineError */
  readonly connect: (headers: RequestHeaders) => Promise<Connection>
  /** A query or mutation of a session: the body of its response. @throws EngineError */
  readonly execute: (
    session: Session,
    request: GraphQLRequest,
    signal?: AbortSignal,
  ) => Promise<TextPieces>
  /** A request of a session, bound to its values and not yet run. @throws EngineError */
  readonly prepare: (session: Session, request: GraphQLRequest) => Prepared
  /** The statements that a request of a session would run. @throws EngineError */
  readonly explain: (session: Session, request: GraphQLRequest) => readonly ExplainedStatement[]
}

/** A request as an HTTP server received it. */
export interface IncomingRequest {
  readonly headers: RequestHeaders
  /** The whole body. @throws EngineError when it is too large or incomplete */
  readonly body: () => Promise<Uint8Array>
  /** Aborts when the client is gone before it has its answer: its statement is cancelled. */
  readonly signal: AbortSignal
}

export type Answer =
  { readonly kind: 'body', readonly body: TextPieces } | ({ readonly kind: 'failure' } & Failure)

/** @param body the request's JSON */
export type Command = (body: JsonValue) => string | Promise<string>

/** An authenticated WebSocket. */
export interface Connection {
  readonly expiresAt: Session['expiresAt']
  /** @throws EngineError for an operation that is refused before execution */
  readonly start: (payload: unknown) => Prepared
  readonly failure: (error: unknown) => Failure
}

/** A request that passed every check and waits to be run. */
export type Prepared =
  /** Yields the JSON of `data`. An abort of the signal cancels it in the database. */
  | { readonly kind: 'operation', readonly run: (signal?: AbortSignal) => Promise<TextPieces> }
  | { readonly kind: 'subscription', readonly subscribe: (subscriber: Subscriber) => Stop }

/** The outcome of the stages that do not depend on a request's values. */
export interface CompiledOperation {
  readonly program: Program
  /** The declared defaults of the variables. */
  readonly fallbacks: Fallbacks
  /** Of a subscription. */
  readonly touched: Touched
}

/** The collaborators of the stages. */
export interface PipelineParts {
  readonly authenticate: Authenticate
  readonly allowList: () => AllowList
  readonly model: () => Model
  readonly plans: PlanCache<CompiledOperation>
  readonly database: Database
  readonly subscriptions: Subscriptions
  readonly settings: ErrorSettings
}

const nothing: Touched = { kind: 'tables', tables: [], reads: [] }

/** Puts the stages one after another. */
export function createPipeline(parts: PipelineParts): Pipeline {
  const { authenticate, plans, database, subscriptions, settings } = parts

  /** Authenticate; `work` is the rest of the way. */
  const authenticated = async (
    { headers, body }: IncomingRequest,
    work: (session: Session, bytes: Uint8Array) => Promise<TextPieces>,
  ): Promise<Answer> => {
    let session: Session | undefined
    try {
      session = await authenticate(headers)
      return { kind: 'body', body: await work(session, await body()) }
    }
    catch (error) {
      return { kind: 'failure', ...failureOf(error, session?.role, settings) }
    }
  }

  /** Read, validate, plan, translate; or the outcome for an earlier request of the same shape. */
  const compile = (session: Session, request: GraphQLRequest): CompiledOperation => {
    parts.allowList()(session.role, request.query)
    const key = { session, request }
    const cached = plans.get(key)
    if (cached?.plan) return cached.plan
    const schema = parts.model().schema(session.role, session.backendOnly)
    const prepared = cached?.prepared ?? prepareOperation(request)
    const { operation, uses } = validateOperation(prepared, request.variables, schema)
    const plan = planOperation(operation, { schema })
    const program = translateOperation(plan)
    const touched = operation.type === 'subscription' ? touchedTables(plan) : nothing
    const compiled = { program, fallbacks: prepared.definitions, touched }
    plans.set(key, { prepared, uses, plan: compiled })
    return compiled
  }

  /** Bind. */
  const prepare: Pipeline['prepare'] = (session, request) => {
    const { program, fallbacks, touched } = compile(session, request)
    const values = { variables: request.variables, fallbacks, session: session.variables }
    const bound = bindProgram(program, values)
    if (bound.kind === 'query' || bound.kind === 'mutation')
      return { kind: 'operation', run: signal => run(bound, signal) }
    const subscription = { ...bound, role: session.role, touched }
    return {
      kind: 'subscription',
      subscribe: subscriber => subscriptions.subscribe(subscription, subscriber),
    }
  }

  /** Execute. */
  const run = async (bound: BoundOperation, signal?: AbortSignal): Promise<TextPieces> =>
    bound.kind === 'query'
      ? dataPieces(bound.statement.response, await executeQuery(database, bound, signal))
      : [await executeMutation(database, bound, signal)]

  /** Respond: to one request, */
  const execute: Pipeline['execute'] = async (session, request, signal) => {
    const prepared = prepare(session, request)
    if (prepared.kind === 'operation') return responseBody(await prepared.run(signal))
    throw new EngineError(
      'unexpected-payload',
      'subscriptions are not supported over HTTP, use websockets instead',
    )
  }

  /** and to a body, which may be a batch. */
  const respond = async (session: Session, bytes: Uint8Array, signal: AbortSignal) => {
    const body = readBody(bytes)
    if (body.kind === 'request') return execute(session, body.request, signal)
    const answers: string[] = []
    for (const request of body.requests) {
      const answer = execute(session, request, signal).then(
        pieces => pieces.join(''),
        (error: unknown) => errorBody(failureOf(error, session.role, settings)),
      )
      answers.push(await answer)
    }
    return [`[${answers.join(',')}]`]
  }

  return {
    answer: request =>
      authenticated(request, (session, bytes) => respond(session, bytes, request.signal)),
    administer: (request, command) =>
      authenticated(request, async ({ role }, bytes) => {
        if (role !== adminRole)
          throw new EngineError('access-denied', 'restricted access : admin only')
        return [await command(parseBody(bytes))]
      }),
    connect: async (headers) => {
      const session = await authenticate(headers)
      return {
        expiresAt: session.expiresAt,
        start: payload => prepare(session, readRequest(payload)),
        failure: error => failureOf(error, session.role, settings),
      }
    },
    execute,
    prepare,
    explain: (session, request) => explainProgram(compile(session, request).program),
  }
}
