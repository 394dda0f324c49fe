import path from 'node:path'
import { createPipeline, type CompiledOperation } from '../../hasura/engine/pipeline.ts'
import { loadModel } from '../../hasura/engine/model/load-model.ts'
import { resolveOptions } from '../../hasura/engine/options.ts'
import { PlanCache } from '../../hasura/engine/model/plan-cache.ts'
import { hasuraDashboard } from './support/documents.ts'
import { root } from './support/processes.ts'
import { userId } from './support/people.ts'
import { median } from './support/statistics.ts'

/**
 * Microseconds that the engine spends before the database: from the request to a statement with its
 * values.
 */
export interface PlanningReport {
  /** The document was planned before for this role. */
  readonly cached: number
  /** It was not. */
  readonly first: number
}

const repetitions = 200
const perRepetition = 500

/** Measures the planning of the dashboard's document in this process, without a database. */
export async function measurePlanning(databaseUrl: string): Promise<PlanningReport> {
  const settings = resolveOptions({ databaseUrl, metadata: path.join(root, 'hasura', 'metadata') })
  const model = await loadModel(settings)
  const plans = new PlanCache<CompiledOperation>(settings.planCacheSize)
  const nothing = (): never => {
    throw new Error('Planning touches nothing outside.')
  }
  const { prepare } = createPipeline({
    authenticate: nothing,
    allowList: () => () => {},
    model: () => model,
    plans,
    database: { run: nothing, transaction: nothing, close: nothing } as never,
    subscriptions: undefined as never,
    settings,
  })
  const session = {
    role: 'member',
    backendOnly: false,
    variables: { 'x-hasura-role': 'member', 'x-hasura-user-id': userId('user 1') },
  } as never
  const request = { query: hasuraDashboard, variables: {}, operationName: undefined }
  const cached = median(
    Array.from({ length: repetitions }, () =>
      microseconds(perRepetition, () => prepare(session, request)),
    ),
  )
  const first = median(
    Array.from({ length: repetitions }, () => {
      plans.clear()
      return microseconds(1, () => prepare(session, request))
    }),
  )
  return { cached, first }
}

function microseconds(times: number, action: () => unknown): number {
  const start = process.hrtime.bigint()
  for (let time = 0; time < times; time += 1) action()
  return Number(process.hrtime.bigint() - start) / 1000 / times
}
