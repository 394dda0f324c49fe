import pg from 'pg'
import type { NameKey, QualifiedName } from '../catalog/types.ts'
import type { Database } from '../execute/types.ts'
import { changeChannel, installTriggers, type WatchedTable } from './triggers.ts'
import type { Stop, Touched } from './types.ts'

/** What a watcher hears. */
export interface ChangeHandlers {
  /** A table changed, or may have changed while nobody listened. */
  readonly changed: () => void
  /** Notifications began or ceased to arrive. */
  readonly statusChanged: () => void
}

/** A watcher's hold on the listener. */
export interface Watch {
  /** Whether every change of its tables wakes it now. */
  readonly isActive: () => boolean
  readonly stop: Stop
}

/** Wakes watchers when tables change. */
export interface ChangeListener {
  readonly watch: (touched: Touched, handlers: ChangeHandlers) => Watch
  readonly close: () => Promise<void>
}

/** What the listener needs. */
export interface ChangeContext {
  readonly databaseUrl: string
  readonly database: Database
  readonly log: (line: string) => void
}

const reconnectPause = 1000

/** For engines that must not touch the database's schema: nothing is ever woken, polls do all. */
export const silentChanges: ChangeListener = {
  watch: () => ({ isActive: () => false, stop: () => undefined }),
  close: () => Promise.resolve(),
}

/**
 * Listens to the engine's triggers on a connection of its own. Both are made when first needed: an engine without
 * subscriptions leaves the database as it is.
 */
export class TriggerChanges implements ChangeListener {
  readonly #context: ChangeContext
  readonly #watchers = new Set<Watcher>()
  readonly #installed = new Map<string, Promise<readonly WatchedTable[]>>()
  #client: pg.Client | undefined
  #isListening = false
  #reconnect: NodeJS.Timeout | undefined
  #closed = false

  constructor(context: ChangeContext) {
    this.#context = context
  }

  watch(touched: Touched, handlers: ChangeHandlers): Watch {
    if (touched.kind === 'unknown') return silentChanges.watch(touched, handlers)
    const watcher: Watcher = { ...handlers, oids: new Set(), isComplete: false }
    this.#watchers.add(watcher)
    this.#connect()
    void this.#install(watcher, touched.tables)
    return {
      isActive: () => this.#isListening && watcher.isComplete,
      stop: () => { this.#watchers.delete(watcher) },
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#reconnect)
    await this.#client?.end().catch(() => undefined)
  }

  async #install(watcher: Watcher, tables: readonly NameKey[]): Promise<void> {
    try {
      const watched = await this.#watched(tables)
      watcher.oids = new Set(watched.flatMap(({ oids }) => oids))
      watcher.isComplete = watched.every(({ isComplete }) => isComplete)
    }
    catch (error) {
      this.#context.log(`live queries are polled because triggers cannot be installed: ${reason(error)}`)
    }
    if (this.#closed || !this.#watchers.has(watcher)) return
    watcher.statusChanged()
    watcher.changed()
  }

  /** What lies below the tables; asked once for each set of tables. */
  #watched(tables: readonly NameKey[]): Promise<readonly WatchedTable[]> {
    const key = tables.join()
    let watched = this.#installed.get(key)
    if (!watched) {
      watched = installTriggers(this.#context.database, tables.map(toName))
      this.#installed.set(key, watched)
      watched.catch(() => this.#installed.delete(key))
    }
    return watched
  }

  #connect(): void {
    if (this.#client || this.#closed) return
    const client = new pg.Client({ connectionString: this.#context.databaseUrl, keepAlive: true, application_name: 'graphql-engine changes' })
    this.#client = client
    client.on('error', () => { this.#lost(client) })
    client.on('end', () => { this.#lost(client) })
    client.on('notification', ({ payload }) => {
      for (const watcher of this.#watchers) if (watcher.oids.has(payload ?? '')) watcher.changed()
    })
    client.connect().then(() => client.query(`listen ${changeChannel}`)).then(
      () => { this.#setListening(true) },
      () => { this.#lost(client) },
    )
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return
    this.#client = undefined
    client.end().catch(() => undefined)
    if (this.#closed) return
    this.#setListening(false)
    this.#reconnect = setTimeout(() => { this.#connect() }, reconnectPause)
  }

  /** After a gap everything may have changed. */
  #setListening(isListening: boolean): void {
    this.#isListening = isListening
    for (const watcher of this.#watchers) {
      watcher.statusChanged()
      if (isListening) watcher.changed()
    }
  }
}

interface Watcher extends ChangeHandlers {
  oids: ReadonlySet<string>
  isComplete: boolean
}

function toName(key: NameKey): QualifiedName {
  const [schema, name] = JSON.parse(key) as [string, string]
  return { schema, name }
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error ? cause.message : error instanceof Error ? error.message : String(error)
}
