import { setTimeout as sleep } from 'node:timers/promises'
import type { Change, KeyedTable, RowKey } from '../changes/types.ts'
import type { Database } from '../execute/types.ts'
import { probeOf } from '../invalidation/probe.ts'
import type { Probe, ProbeQuery } from '../invalidation/types.ts'
import type { Poller } from './poller.ts'
import { busyFactor, type PreparedSubscription } from './types.ts'

/** So few cohorts are read as fast as they are sorted out. */
const fewCohorts = 2
/** More changed rows than this are not compared with each cohort. */
const maxImages = 200

/** The collaborators of the waker of one group. */
export interface WakerContext {
  readonly prepared: Pick<PreparedSubscription, 'statement' | 'touched'>
  readonly database: Database
  readonly poller: Poller
}

/**
 * Wakes those cohorts of a poller that a write can concern; see docs/affected-cohorts.md. Writes
 * that become known while it asks for them are asked for together, next. Where it cannot tell, or
 * the probe fails, it wakes every cohort.
 */
export class Waker {
  readonly #context: WakerContext
  readonly #probes = new Map<KeyedTable, Probe>()
  readonly #pending = new Map<ProbeQuery, RowKey[]>()
  #running = false
  #stopped = false

  constructor(context: WakerContext) {
    this.#context = context
  }

  changed(change: Change): void {
    const { poller } = this.#context
    if (change.kind === 'anything' || poller.size <= fewCohorts) return poller.wake()
    const probe = this.#probe(change.table)
    if (probe.kind === 'none') return
    if (probe.kind === 'all') return poller.wake()
    const images = this.#pending.get(probe) ?? []
    this.#pending.set(probe, images)
    images.push(...change.images)
    if (!this.#running) void this.#run()
  }

  stop(): void {
    this.#stopped = true
    this.#pending.clear()
  }

  #probe(table: KeyedTable): Probe {
    const known = this.#probes.get(table)
    if (known) return known
    const made = this.#newProbe(table)
    this.#probes.set(table, made)
    return made
  }

  /** A document that is nested too deeply for a probe wakes every cohort. */
  #newProbe(table: KeyedTable): Probe {
    try {
      const { statement, touched } = this.#context.prepared
      return probeOf(table, touched, statement.parameters)
    }
    catch {
      return { kind: 'all' }
    }
  }

  /** Begins after the other notifications that arrived at the same time. */
  async #run(): Promise<void> {
    this.#running = true
    await Promise.resolve()
    while (this.#pending.size > 0) {
      const started = performance.now()
      const pending = [...this.#pending]
      this.#pending.clear()
      await Promise.all(pending.map(([probe, images]) => this.#ask(probe, images)))
      if (this.#pending.size > 0) await sleep((performance.now() - started) * (busyFactor - 1))
    }
    this.#running = false
  }

  async #ask({ statement, values }: ProbeQuery, images: readonly RowKey[]): Promise<void> {
    const { database, poller } = this.#context
    if (images.length > maxImages) return poller.wake()
    // A value that PostgreSQL refuses would fail the question for all: who failed before is woken
    // in any case.
    const { asked = [], failing = [] } = Object.groupBy(poller.cohorts(), cohort =>
      cohort.failing ? 'failing' : 'asked',
    )
    const cohorts = JSON.stringify(
      Object.fromEntries(asked.map(cohort => [cohort.id, values(cohort.values)])),
    )
    try {
      const rows = await database.run({
        text: statement.text,
        name: statement.name,
        values: [cohorts, JSON.stringify(images)],
      })
      if (!this.#stopped)
        poller.wake([...rows.map(([id]) => id ?? ''), ...failing.map(({ id }) => id)])
    }
    catch {
      if (!this.#stopped) poller.wake()
    }
  }
}
