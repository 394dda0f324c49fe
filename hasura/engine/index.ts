import type http from 'node:http'
import type { Duplex } from 'node:stream'
import type { Catalog } from './catalog/types.ts'
import { createAllowList, everythingAllowed } from './model/allow-list.ts'
import { featuresWithoutEffect } from './options/experimental-features.ts'
import type { ExplainedStatement } from './explain/explain.ts'
import { openDatabase } from './execute/database.ts'
import type { Database } from './execute/types.ts'
import { createRouter } from './http/router.ts'
import { handle, handleFetch, serve, type RunningServer } from './http/server.ts'
import { createSockets } from './http/sockets.ts'
import type { Inconsistency } from './metadata/types.ts'
import { loadModel } from './model/load-model.ts'
import { resolveOptions, type EngineOptions, type Settings } from './options.ts'
import { createPipeline, type CompiledOperation } from './pipeline.ts'
import { PlanCache } from './model/plan-cache.ts'
import { compilePredicates, type Predicate } from './explain/predicate.ts'
import type { GraphQLRequest } from './document/request.ts'
import { asEngineError } from './response/error-body.ts'
import { createAuthenticator } from './session/authenticate.ts'
import type { Session } from './session/types.ts'
import { noopChangeFeed, TriggerChanges } from './changes/changes.ts'
import { Subscriptions } from './subscription/subscriptions.ts'
import type { TriggerDatabases } from './changes/triggers.ts'

export { EngineError, type ErrorCode } from './errors.ts'
export type { ExplainedStatement } from './explain/explain.ts'
export type { RunningServer } from './http/server.ts'
export type { Inconsistency } from './metadata/types.ts'
export type { EngineOptions } from './options.ts'
export type { Predicate, PredicateParameter, PredicatePart } from './explain/predicate.ts'
export type { GraphQLRequest } from './document/request.ts'
export { parseJwtSecret, type JwtSecret } from './session/jwt-config.ts'
export type { Session, SessionVariables } from './session/types.ts'

/** A running engine: one database, one metadata. */
export interface Engine {
  /** Serves HTTP and WebSocket; port 0 picks a free one. Default host 127.0.0.1. */
  readonly listen: (port: number, host?: string) => Promise<RunningServer>
  /** Answers one request of a server that the caller runs. */
  readonly handle: (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>
  /** Takes over a WebSocket handshake of a server that the caller runs: its `upgrade` event. */
  readonly upgrade: (request: http.IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Answers one request of the Fetch API. */
  readonly fetch: (request: Request) => Promise<Response>
  /**
   * Answers a query or mutation for a session that the caller vouches for: the response body.
   * @throws EngineError
   */
  readonly execute: (session: Session, request: GraphQLRequest) => Promise<string>
  /**
   * The statements that a request of a session would run, permissions marked. @throws EngineError
   */
  readonly explain: (session: Session, request: GraphQLRequest) => readonly ExplainedStatement[]
  /**
   * The row filters and checks of a role on a table, as SQL; none for a table that is not tracked.
   */
  readonly predicates: (
    role: string,
    table: { readonly schema: string, readonly name: string },
  ) => readonly Predicate[]
  /**
   * Reads catalog and metadata again; with an argument, other metadata. Requests in flight finish
   * on the old ones, and when the new ones cannot be served, they stay: the promise rejects. One
   * reload runs at a time.
   */
  readonly reload: (metadata?: EngineOptions['metadata']) => Promise<readonly Inconsistency[]>
  /**
   * Serves other metadata on the catalog as it was last read, as Hasura's `replace_metadata` does.
   * Otherwise as `reload`, which is what a migration needs.
   */
  readonly replaceMetadata: (
    metadata: EngineOptions['metadata'],
  ) => Promise<readonly Inconsistency[]>
  /** Objects of the metadata that are not served, each with the reason. */
  readonly inconsistencies: () => readonly Inconsistency[]
  /** Ends servers, subscriptions and database connections. */
  readonly close: () => Promise<void>
}

/**
 * Starts an engine on a database and its metadata.
 *
 * @throws MetadataError naming the place in metadata that cannot be honoured; Error when the
 *   database does not answer
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const settings = resolveOptions(options)
  featuresWithoutEffect(settings.experimentalFeatures).forEach(settings.log)
  const authenticate = createAuthenticator(settings, {
    fetch: globalThis.fetch,
    now: Date.now,
    log: settings.log,
  })
  let state = await loadState(settings)
  let { metadata: served } = settings
  let reloading: Promise<unknown> = Promise.resolve()
  const database = openDatabase(settings)
  const changes = settings.changeTriggers
    ? new TriggerChanges({ ...settings, database, asOwner: ownerOf(settings, database) })
    : noopChangeFeed
  const subscriptions = new Subscriptions({ database, changes, ...pollSettings(settings) })
  const plans = new PlanCache<CompiledOperation>(settings.planCacheSize)
  const pipeline = createPipeline({
    authenticate,
    allowList: () => state.allowList,
    model: () => state.model,
    plans,
    database,
    subscriptions,
    settings,
  })
  const webSockets = createSockets({ pipeline, settings }, settings)
  const inconsistencies = () => state.model.metadata.inconsistencies
  const load = async (metadata: EngineOptions['metadata'], known?: Catalog) => {
    state = await loadState({ ...settings, metadata }, known)
    served = metadata
    plans.clear()
    if (settings.closeWebsocketsOnMetadataChange) webSockets.closeAll('the metadata changed')
    return inconsistencies()
  }
  const afterOthers = (work: () => ReturnType<typeof load>) => {
    const loaded = reloading.then(work)
    reloading = loaded.catch(() => undefined)
    return loaded
  }
  const reload: Engine['reload'] = metadata => afterOthers(() => load(metadata ?? served))
  const web = {
    route: createRouter(pipeline, settings, { reload: () => reload(), inconsistencies }),
    bodyLimit: settings.bodyLimit,
    upgrade: webSockets.upgrade,
  }
  const servers = new Set<RunningServer>()
  return {
    listen: async (port, host = '127.0.0.1') => {
      const server = await serve(web, port, host)
      servers.add(server)
      return server
    },
    handle: (request, response) => handle(web, request, response),
    upgrade: webSockets.upgrade,
    fetch: request => handleFetch(web, request),
    execute: (session, request) =>
      pipeline.execute(session, request).then(
        pieces => pieces.join(''),
        (error: unknown) => {
          throw asEngineError(error)
        },
      ),
    explain: pipeline.explain,
    predicates: (role, table) => compilePredicates(state.model.metadata, role, table),
    reload,
    replaceMetadata: metadata => afterOthers(() => load(metadata, state.model.catalog)),
    inconsistencies,
    close: async () => {
      webSockets.close()
      subscriptions.close()
      await Promise.all([...servers].map(server => server.close()))
      await changes.close()
      await database.close()
    },
  }
}

/**
 * The database of the login that may create triggers: connected to only while it does so, or the
 * engine's own.
 */
function ownerOf(settings: Settings, database: Database): TriggerDatabases['asOwner'] {
  const { ownerDatabaseUrl } = settings
  if (ownerDatabaseUrl === undefined) return work => work(database)
  return async (work) => {
    const owner = openDatabase({ ...settings, databaseUrl: ownerDatabaseUrl, connections: 1 })
    try {
      return await work(owner)
    }
    finally {
      await owner.close()
    }
  }
}

/** The parts that a reload replaces. */
async function loadState(settings: Settings, known?: Catalog) {
  const model = await loadModel(settings, known)
  return {
    model,
    allowList: settings.enableAllowList ? createAllowList(model.metadata) : everythingAllowed,
  }
}

function pollSettings(settings: Settings) {
  const { safetyInterval, connections } = settings
  return {
    maxConnections: Math.max(1, Math.floor(connections / 2)),
    live: {
      interval: settings.liveQueryInterval,
      batchSize: settings.liveQueryBatchSize,
      safetyInterval,
    },
    stream: {
      interval: settings.streamingInterval,
      batchSize: settings.streamingBatchSize,
      safetyInterval,
    },
  }
}
