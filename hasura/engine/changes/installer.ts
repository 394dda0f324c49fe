import type { NameKey, QualifiedName } from '../catalog/types.ts'
import { sqlState } from '../execute/pg-error.ts'
import { installTriggers, type TriggerDatabases } from './triggers.ts'
import type { Stop } from './types.ts'
import type { WatchedTable } from './watched-tables.ts'

/** Settings and effects of the installer. */
export interface InstallerContext extends TriggerDatabases {
  readonly log: (line: string) => void
  /**
   * Milliseconds until what failed is tried again, twice as long each time up to `max`. Default
   * 1000 and 60,000.
   */
  readonly pauses?: { readonly min: number, readonly max: number }
}

/** A login that may not create triggers would be told so again. */
const insufficientPrivilege = '42501'

type Installed = (watched: readonly WatchedTable[]) => void

/** Tables that are watched together, and who waits for their triggers. */
interface WantedSet {
  readonly tables: readonly QualifiedName[]
  readonly waiting: Set<Installed>
  watched: readonly WatchedTable[] | undefined
  hasFailed: boolean
}

/**
 * Installs triggers, one set of tables after the other: the next then finds the triggers of the
 * last. What fails for a passing reason is tried again while a watcher waits for it. One failure
 * ends a round of that, and the next begins with another set: each may have made writers wait for
 * as long as it waited for a lock.
 */
export class TriggerInstaller {
  readonly #context: InstallerContext
  readonly #pauses: Required<InstallerContext>['pauses']
  readonly #sets = new Map<string, WantedSet>()
  #queue: readonly WantedSet[] = []
  #running = false
  /** The time has come to try again what failed. */
  #isDue = false
  #pause: number
  #timer: NodeJS.Timeout | undefined
  #lastLine: string | undefined
  #stopped = false

  constructor(context: InstallerContext) {
    this.#context = context
    this.#pauses = context.pauses ?? { min: 1000, max: 60_000 }
    this.#pause = this.#pauses.min
  }

  /**
   * Calls back once, later, when the triggers of all tables are there; never when the login may not
   * create them.
   */
  whenInstalled(tables: readonly NameKey[], installed: Installed): Stop {
    const set = this.#set(tables)
    set.waiting.add(installed)
    if (set.watched)
      queueMicrotask(() => {
        settle(set)
      })
    else if (!this.#queue.includes(set)) {
      set.hasFailed = false
      this.#queue = [...this.#queue, set]
      void this.#run()
    }
    return () => {
      set.waiting.delete(installed)
    }
  }

  /** The reason for failures may be gone: tries again at once. */
  retry(): void {
    this.#pause = this.#pauses.min
    this.#isDue = true
    void this.#run()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #set(tables: readonly NameKey[]): WantedSet {
    const key = tables.join()
    const set = this.#sets.get(key) ?? {
      tables: tables.map(toName),
      waiting: new Set(),
      watched: undefined,
      hasFailed: false,
    }
    this.#sets.set(key, set)
    return set
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    for (let set = this.#next(); set; set = this.#next()) await this.#install(set)
    this.#running = false
  }

  /** Sets for which no watcher waits any longer, installed ones included, leave the queue. */
  #next(): WantedSet | undefined {
    this.#queue = this.#queue.filter(({ waiting }) => waiting.size > 0)
    if (this.#stopped) return undefined
    return (
      this.#queue.find(({ hasFailed }) => !hasFailed) ?? (this.#isDue ? this.#queue[0] : undefined)
    )
  }

  async #install(set: WantedSet): Promise<void> {
    try {
      set.watched = await installTriggers(this.#context, set.tables)
    }
    catch (error) {
      if (!this.#stopped) this.#failed(set, error)
      return
    }
    this.#pause = this.#pauses.min
    this.#lastLine = undefined
    if (!this.#stopped) settle(set)
  }

  #failed(set: WantedSet, error: unknown): void {
    const isForGood = sqlState(error) === insufficientPrivilege
    this.#logOnce(
      `live queries are polled because triggers cannot be installed: ${reason(error)}${isForGood ? '' : '; this is tried again'}`,
    )
    this.#queue = this.#queue.filter(other => other !== set)
    if (isForGood) return
    set.hasFailed = true
    this.#queue = [...this.#queue, set]
    this.#isDue = false
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#retryAfterPause()
    }, this.#pause)
  }

  #retryAfterPause(): void {
    const longer = Math.min(this.#pause * 2, this.#pauses.max)
    this.retry()
    this.#pause = longer
  }

  #logOnce(line: string): void {
    if (line !== this.#lastLine) this.#context.log(line)
    this.#lastLine = line
  }
}

function settle({ watched, waiting }: WantedSet): void {
  const callbacks = [...waiting]
  waiting.clear()
  for (const installed of callbacks) installed(watched ?? [])
}

function toName(key: NameKey): QualifiedName {
  const [schema, name] = JSON.parse(key) as [string, string]
  return { schema, name }
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error
    ? cause.message
    : error instanceof Error
      ? error.message
      : String(error)
}
