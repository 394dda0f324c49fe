import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { everythingAllowed } from '../../../hasura/engine/model/allow-list.ts'
import { openDatabase } from '../../../hasura/engine/execute/database.ts'
import type { Database } from '../../../hasura/engine/execute/types.ts'
import { loadModel } from '../../../hasura/engine/model/load-model.ts'
import { resolveOptions, type EngineOptions } from '../../../hasura/engine/options.ts'
import { createPipeline, type Pipeline } from '../../../hasura/engine/pipeline.ts'
import { PlanCache } from '../../../hasura/engine/model/plan-cache.ts'
import type { GraphQLRequest } from '../../../hasura/engine/document/request.ts'
import { TriggerChanges } from '../../../hasura/engine/changes/changes.ts'
import type { ChangeListener, Watch } from '../../../hasura/engine/changes/types.ts'
import { Subscriptions } from '../../../hasura/engine/subscription/subscriptions.ts'
import { createTestDatabase } from '../../support/database.ts'
import { until } from '../../../hasura/engine/tests/support/until.ts'

/** A live query of a person of role `member`. */
export interface LiveSubscriber {
  /** The person's id. */
  readonly person: string
  /** JSON of the last result; undefined before the first. */
  readonly last: () => string | undefined
  /** The same query, asked now. */
  readonly fresh: () => Promise<string>
  readonly stop: () => void
}

/**
 * The engine's subscriptions on the project's own schema and metadata, without sockets and without
 * polls.
 */
export interface LiveEngine {
  readonly pool: pg.Pool
  readonly databaseUrl: string
  /** `selection` is what stands in the braces of a query. */
  readonly subscribe: (
    person: string,
    selection: string,
    variables?: GraphQLRequest['variables'],
  ) => LiveSubscriber
  /** Values of every cohort that was read, a text each, in order; may be emptied. */
  readonly reads: string[]
  /** Resolves when triggers wake every subscription. */
  readonly watching: () => Promise<void>
  readonly stop: () => Promise<void>
}

const metadata = fileURLToPath(new URL('../../../hasura/metadata', import.meta.url))
/** Longer than any test: what is not woken is not read. */
const never = 3_600_000

/** Starts it on a fresh, migrated database. */
export async function startLiveEngine(options: Partial<EngineOptions> = {}): Promise<LiveEngine> {
  const { url: databaseUrl, pool, drop } = await createTestDatabase()
  const settings = resolveOptions({ databaseUrl, metadata, log: () => undefined, ...options })
  const model = await loadModel(settings)
  const reads: string[] = []
  const opened = openDatabase(settings)
  const database = recording(opened, reads)
  const changes = new TriggerChanges({ ...settings, database, asOwner: work => work(opened) })
  const watches: Watch[] = []
  const polls = { interval: never, safetyInterval: never, batchSize: 100 }
  const subscriptions = new Subscriptions({
    database,
    changes: noting(changes, watches),
    live: polls,
    stream: polls,
    maxConnections: 4,
  })
  const pipeline = createPipeline({
    authenticate: () => Promise.reject(new Error('nobody asks')),
    allowList: () => everythingAllowed,
    model: () => model,
    plans: new PlanCache(10_000_000),
    database: opened,
    subscriptions,
    settings,
  })
  return {
    pool,
    databaseUrl,
    reads,
    subscribe: (person, selection, variables = {}) =>
      subscribe(pipeline, person, selection, variables),
    watching: () => until(() => watches.every(watch => watch.isActive())),
    stop: async () => {
      subscriptions.close()
      await changes.close()
      await opened.close()
      await drop()
    },
  }
}

function subscribe(
  pipeline: Pipeline,
  person: string,
  selection: string,
  variables: GraphQLRequest['variables'],
): LiveSubscriber {
  const session = {
    role: 'member',
    variables: { 'x-hasura-role': 'member', 'x-hasura-user-id': person },
    backendOnly: false,
    expiresAt: undefined,
  }
  const [, heading = '', body = ''] = /^(\([^{]*\) )?(\{[^]*)$/.exec(selection) ?? []
  const request = (operation: string) => ({
    query: `${operation} Live${heading} ${body}`,
    variables,
    operationName: undefined,
  })
  const prepared = pipeline.prepare(session, request('subscription'))
  if (prepared.kind !== 'subscription') throw new Error('not a subscription')
  let last: string | undefined
  const stop = prepared.subscribe({
    next: (data) => {
      last = `{"data":${data}}`
    },
    error: (error) => {
      last = error.message
    },
  })
  return {
    person,
    last: () => last,
    fresh: async () => (await pipeline.execute(session, request('query'))).join(''),
    stop,
  }
}

/**
 * Notes the values of the cohorts of each poll, which has one parameter; questions about affected
 * cohorts have two.
 */
function recording(database: Database, reads: string[]): Database {
  return {
    ...database,
    run: (statement, options) => {
      const [cohorts] = statement.values
      if (statement.name !== undefined && statement.values.length === 1)
        reads.push(
          ...Object.values(JSON.parse(cohorts ?? '') as object).map(values =>
            JSON.stringify(values),
          ),
        )
      return database.run(statement, options)
    },
  }
}

function noting(changes: ChangeListener, watches: Watch[]): ChangeListener {
  return {
    ...changes,
    watch: (tables, handlers) => {
      const watch = changes.watch(tables, handlers)
      watches.push(watch)
      return watch
    },
  }
}
