import { randomUUID } from 'node:crypto'
import type { EngineError, ErrorCode } from '../errors.ts'
import type { Database, TextRow } from '../execute/types.ts'
import { sqlState } from '../execute/pg-error.ts'
import { asEngineError } from '../response/error-body.ts'
import type { MultiplexedStatement } from '../translate/types.ts'
import type { TakeTurn } from './turns.ts'
import { busyFactor, type PollSettings } from './types.ts'

/** Subscribers that share all values: one row of a poll. */
export interface Cohort {
  readonly id: string
  /** Texts of the statement's parameters. */
  values: readonly (string | null)[]
  /** Its values failed before: it is polled alone, so that it spoils no batch. */
  failing: boolean
  /**
   * Takes its row of a poll: the result, for streams also the cursor. Answers whether to ask again
   * at once.
   */
  readonly take: (row: TextRow) => boolean
  readonly fail: (error: EngineError) => void
}

/** Batches of one poller that are read at the same time. */
const concurrency = 4
/** Below this number a batch is not worth splitting. */
const smallestBatch = 10
/** Least time from one poll that notifications cause to the next, in milliseconds. */
const wakePause = 5

/** The database is away or busy: subscribers keep what they have, and the next poll tries again. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'postgres-error',
  'postgres-max-connections-error',
])

/** The collaborators of a poller. */
export interface PollerContext {
  readonly database: Database
  readonly settings: PollSettings
  /** Shared by all pollers: the connections that they may hold together. */
  readonly takeTurn: TakeTurn
  /** Whether changes of its tables wake it now. */
  readonly isWoken: () => boolean
}

/** A batch that is being read; nothing of it is wanted any more when its last cohort is gone. */
interface Reading {
  readonly cohorts: Set<Cohort>
  readonly abandon: AbortController
}

/**
 * Reads the results of many cohorts of one statement: at once for a new cohort, when a write may
 * concern it, and from time to time. Polls of one poller never overlap; what becomes due meanwhile
 * is read in the next.
 */
export class Poller {
  readonly #statement: MultiplexedStatement
  readonly #context: PollerContext
  readonly #cohorts = new Map<string, Cohort>()
  readonly #due = new Set<Cohort>()
  /** Due as soon as notifications may cause a poll again. */
  readonly #woken = new Set<Cohort>()
  readonly #readings = new Set<Reading>()
  #running = false
  /** The time for all cohorts has come; what wakes some of them does not put it off. */
  #polling = false
  /** A poll found the database away or busy: the next comes soon. */
  #missed = false
  #earliestWake = 0
  #flush: NodeJS.Immediate | undefined
  #wakeTimer: NodeJS.Timeout | undefined
  #pollTimer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(statement: MultiplexedStatement, context: PollerContext) {
    this.#statement = statement
    this.#context = context
    this.rearm()
  }

  get size(): number {
    return this.#cohorts.size
  }

  cohorts(): Iterable<Cohort> {
    return this.#cohorts.values()
  }

  add(cohort: Cohort): void {
    this.#cohorts.set(cohort.id, cohort)
    this.read(cohort)
  }

  remove(cohort: Cohort): void {
    this.#cohorts.delete(cohort.id)
    this.#due.delete(cohort)
    this.#woken.delete(cohort)
    for (const { cohorts, abandon } of this.#readings) {
      if (cohorts.delete(cohort) && cohorts.size === 0) abandon.abort()
    }
  }

  /** Reads one cohort soon; cohorts that ask in the same turn share a statement. */
  read(cohort: Cohort): void {
    this.#due.add(cohort)
    if (!this.#running)
      this.#flush ??= setImmediate(() => {
        void this.#run()
      })
  }

  /**
   * Tables changed: reads cohorts soon, without ids all of them. Writes that follow each other
   * closely share a poll.
   */
  wake(ids: Iterable<string> = this.#cohorts.keys()): void {
    for (const id of ids) {
      const cohort = this.#cohorts.get(id)
      if (cohort) this.#woken.add(cohort)
    }
    if (!this.#running) this.#readWokenSoon()
  }

  /**
   * Starts the time until the next poll anew: after a poll, or when notifications began or ceased
   * to wake.
   */
  rearm(): void {
    clearTimeout(this.#pollTimer)
    this.#polling = false
    if (this.#stopped) return
    const { interval, safetyInterval } = this.#context.settings
    const mayWait = this.#context.isWoken() && !this.#missed
    this.#missed = false
    this.#pollTimer = setTimeout(
      () => {
        this.#polling = true
        this.wake()
      },
      mayWait ? safetyInterval : interval,
    )
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#pollTimer)
    clearTimeout(this.#wakeTimer)
    clearImmediate(this.#flush)
    for (const { abandon } of this.#readings) abandon.abort()
  }

  #readWokenSoon(): void {
    if (this.#wakeTimer || this.#stopped || this.#woken.size === 0) return
    const wait = this.#earliestWake - performance.now()
    if (wait <= 0) this.#readWoken()
    else
      this.#wakeTimer = setTimeout(() => {
        this.#readWoken()
      }, wait)
  }

  #readWoken(): void {
    this.#wakeTimer = undefined
    for (const cohort of this.#woken) this.#due.add(cohort)
    this.#woken.clear()
    if (!this.#running) void this.#run()
  }

  async #run(): Promise<void> {
    clearImmediate(this.#flush)
    this.#flush = undefined
    const cohorts = [...this.#due]
    this.#due.clear()
    if (cohorts.length === 0 || this.#stopped) return this.rearm()
    this.#running = true
    const started = performance.now()
    await this.#askAll(batches(cohorts, this.#context.settings.batchSize))
    this.#earliestWake = started + Math.max(wakePause, (performance.now() - started) * busyFactor)
    this.#running = false
    if (this.#due.size > 0) return void this.#run()
    if (this.#polling || this.#missed) this.rearm()
    this.#readWokenSoon()
  }

  /**
   * Some batches at a time: the first results go out while the last are read, and requests still
   * find a connection.
   */
  async #askAll(portions: readonly (readonly Cohort[])[]): Promise<void> {
    const open = [...portions]
    const ask = async (): Promise<void> => {
      for (let batch = open.shift(); batch; batch = open.shift()) await this.#ask(batch)
    }
    await Promise.all(Array.from({ length: Math.min(concurrency, portions.length) }, ask))
  }

  /**
   * Reads a batch. Values that PostgreSQL refuses fail the whole statement, so a refused batch is
   * halved until they are alone.
   */
  async #ask(batch: readonly Cohort[]): Promise<void> {
    try {
      for (const row of await this.#rows(batch)) this.#take(row)
    }
    catch (error) {
      const isRefusedValue = sqlState(error)?.startsWith('22') === true
      if (isRefusedValue && batch.length > 1) {
        const middle = batch.length >> 1
        await Promise.all([this.#ask(batch.slice(0, middle)), this.#ask(batch.slice(middle))])
        return
      }
      const known = asEngineError(error)
      if (passing.has(known.code)) {
        this.#missed = true
        return
      }
      for (const cohort of batch) {
        cohort.failing = isRefusedValue
        if (this.#cohorts.has(cohort.id)) cohort.fail(known)
      }
    }
  }

  /** The results of a batch; cancelled when none of its cohorts is left. */
  async #rows(batch: readonly Cohort[]): Promise<readonly TextRow[]> {
    const { text, name } = this.#statement
    const reading = { cohorts: new Set(batch), abandon: new AbortController() }
    const { signal } = reading.abandon
    const values = [
      JSON.stringify(Object.fromEntries(batch.map(cohort => [cohort.id, cohort.values]))),
    ]
    this.#readings.add(reading)
    try {
      return await this.#context.takeTurn(() =>
        this.#context.database.run({ text, name, values }, { signal }),
      )
    }
    finally {
      this.#readings.delete(reading)
    }
  }

  #take([id, ...row]: TextRow): void {
    const cohort = this.#cohorts.get(id as string)
    if (!cohort) return
    cohort.failing = false
    if (cohort.take(row)) this.#due.add(cohort)
  }
}

/** A new cohort's identity within a poll. */
export function cohortId(): string {
  return randomUUID()
}

/**
 * Cohorts in batches of at most `limit`, smaller when there are few; those that failed before are
 * alone.
 */
function batches(cohorts: readonly Cohort[], limit: number): readonly (readonly Cohort[])[] {
  const sound = cohorts.filter(cohort => !cohort.failing)
  const size = Math.min(limit, Math.max(smallestBatch, Math.ceil(sound.length / concurrency)))
  const portions = Array.from({ length: Math.ceil(sound.length / size) }, (_, index) =>
    sound.slice(index * size, (index + 1) * size),
  )
  return [...portions, ...cohorts.filter(cohort => cohort.failing).map(cohort => [cohort])]
}
