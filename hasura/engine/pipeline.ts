import type { AllowList } from './model/allow-list.ts'
import { EngineError } from './errors.ts'
import { explainPlan, type ExplainedStatement } from './explain/explain.ts'
import { bindValues, bindValue, type Bindings } from './execute/bind.ts'
import { runMutation } from './execute/mutation.ts'
import type { Database } from './execute/types.ts'
import type { Model } from './model/load-model.ts'
import type { PlanCache } from './model/plan-cache.ts'
import type { Planned } from './model/planner.ts'
import type { GraphQLRequest } from './document/request.ts'
import { dataPieces, type TextPieces } from './response/data.ts'
import { asEngineError, isTooDeep } from './response/error-body.ts'
import type { Authenticate, Session } from './session/types.ts'
import type { Subscriptions } from './subscription/subscriptions.ts'
import type { Stop } from './changes/types.ts'
import type { Subscriber } from './subscription/types.ts'
import type { Statement } from './translate/types.ts'

/** A request that passed every check and waits to be run. */
export type Prepared =
  /**
   * A query or mutation; yields the JSON of `data`. An abort of the signal cancels it in the
   * database.
   */
  | { readonly kind: 'operation', readonly run: (signal?: AbortSignal) => Promise<TextPieces> }
  | { readonly kind: 'subscription', readonly subscribe: (subscriber: Subscriber) => Stop }

/** The way from a request to its answer. */
export interface Pipeline {
  readonly authenticate: Authenticate
  /** @throws EngineError for a request that is refused before execution */
  readonly prepare: (session: Session, request: GraphQLRequest) => Prepared
  /** The response body of a query or mutation; an abort of `signal` cancels it. */
  readonly answer: (
    session: Session,
    request: GraphQLRequest,
    signal?: AbortSignal,
  ) => Promise<TextPieces>
  /** The statements that a request would run. */
  readonly explain: (session: Session, request: GraphQLRequest) => readonly ExplainedStatement[]
  /** Text of the health check, in Hasura's words. */
  readonly healthText: () => string
}

/** What the stages work with. */
export interface PipelineParts {
  readonly authenticate: Authenticate
  readonly allowList: () => AllowList
  readonly model: () => Model
  readonly plans: PlanCache<Planned>
  readonly database: Database
  readonly subscriptions: Subscriptions
}

/** Headers → session; then document → plan → statement (cached), values, rows, response. */
export function pipeline(parts: PipelineParts): Pipeline {
  const planOf = (session: Session, request: GraphQLRequest) => {
    parts.allowList()(session.role, request.query)
    const schema = parts.model().schema(session.role, session.backendOnly)
    return parts.plans.find(schema, `${session.backendOnly}:${session.role}`, request)
  }
  const prepare = (session: Session, request: GraphQLRequest): Prepared => {
    const { plan, prepared } = planOf(session, request)
    return ready(parts, plan, session, {
      variables: request.variables,
      fallbacks: prepared.definitions,
      session: session.variables,
    })
  }
  return {
    authenticate: parts.authenticate,
    prepare,
    answer: (session, request, signal) =>
      depthRefused(async () => {
        const prepared = prepare(session, request)
        if (prepared.kind === 'subscription')
          throw new EngineError(
            'unexpected-payload',
            'subscriptions are not supported over HTTP, use websockets instead',
          )
        return ['{"data":', ...(await prepared.run(signal)), '}']
      }),
    explain: (session, request) => explainPlan(planOf(session, request).plan),
    healthText: () =>
      parts.model().metadata.inconsistencies.length > 0
        ? 'WARN: inconsistent objects in schema'
        : 'OK',
  }
}

/** Runs `work`; where a client's nesting exhausts the stack, that is an error of the request. */
async function depthRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  }
  catch (error) {
    throw isTooDeep(error) ? asEngineError(error) : error
  }
}

/**
 * Binds a plan to a request's values; what is wrong with them is found here, before anything runs.
 */
function ready(
  { database, subscriptions }: PipelineParts,
  plan: Planned,
  session: Session,
  bindings: Bindings,
): Prepared {
  switch (plan.kind) {
    case 'query': {
      const values = bindValues(plan.statement.parameters, bindings)
      return {
        kind: 'operation',
        run: signal => runQuery(database, plan.statement, values, signal),
      }
    }
    case 'mutation':
      return {
        kind: 'operation',
        run: async signal => [
          await database.transaction(
            session.variables,
            runner =>
              runMutation(plan.program, runner, ({ text, name, parameters }, runtime) => ({
                text,
                name,
                values: bindValues(parameters, { ...bindings, runtime }),
              })),
            signal,
          ),
        ],
      }
    case 'live':
    case 'stream': {
      const { kind, statement, touched } = plan
      const runtime =
        plan.kind === 'stream'
          ? new Map([['cursor', bindValue(plan.initial, bindings)]])
          : undefined
      const values = bindValues(statement.parameters, { ...bindings, ...(runtime && { runtime }) })
      const cursorIndex = plan.kind === 'stream' ? plan.cursorIndex : undefined
      return {
        kind: 'subscription',
        subscribe: subscriber =>
          subscriptions.subscribe(
            { kind, role: session.role, statement, values, cursorIndex, touched },
            subscriber,
          ),
      }
    }
  }
}

async function runQuery(
  database: Database,
  { text, name, response }: Statement,
  values: readonly (string | null)[],
  signal: AbortSignal | undefined,
): Promise<TextPieces> {
  if (response.every(part => typeof part === 'string')) return response
  const [row] = await database.run({ text, name, values }, { signal })
  return dataPieces(response, row ?? [])
}
