import pg from 'pg'
import { changeOf, tableIndex, type TableIndex } from './table-index.ts'
import { TriggerInstaller, type InstallerContext } from './installer.ts'
import { readNotification } from './row-keys.ts'
import { changeChannel } from './trigger-schema.ts'
import type { NameKey } from '../catalog/types.ts'
import type { Change, ChangeHandlers, ChangeListener, Watch } from './types.ts'

/** Settings and effects of the listener. */
export interface ChangeContext extends InstallerContext {
  readonly databaseUrl: string
}

const reconnectPause = 1000

const anything: Change = { kind: 'anything' }

/** A watch of what has no triggers: it never hears anything, polls do all. */
export const unwatched: Watch = { isActive: () => false, stop: () => undefined }

/** For engines that must not touch the database's schema. */
export const noopChangeFeed: ChangeListener = {
  watch: () => unwatched,
  close: () => Promise.resolve(),
}

/**
 * Listens to the engine's triggers on a connection of its own. Both are made when first needed: an
 * engine without subscriptions leaves the database as it is.
 */
export class TriggerChanges implements ChangeListener {
  readonly #context: ChangeContext
  readonly #watchers = new Set<Watcher>()
  readonly #installer: TriggerInstaller
  #client: pg.Client | undefined
  #isListening = false
  #reconnect: NodeJS.Timeout | undefined
  #closed = false

  constructor(context: ChangeContext) {
    this.#context = context
    this.#installer = new TriggerInstaller(context)
  }

  watch(tables: readonly NameKey[], handlers: ChangeHandlers): Watch {
    const watcher: Watcher = { ...handlers, tables: new Map(), isComplete: false }
    this.#watchers.add(watcher)
    this.#connect()
    const cancelWait = this.#installer.whenInstalled(tables, (watched) => {
      watcher.tables = tableIndex(watched)
      watcher.isComplete = watched.every(({ isComplete }) => isComplete)
      watcher.statusChanged()
      watcher.changed(anything)
    })
    return {
      isActive: () => this.#isListening && watcher.isComplete,
      stop: () => {
        cancelWait()
        this.#watchers.delete(watcher)
      },
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#installer.stop()
    clearTimeout(this.#reconnect)
    await this.#client?.end().catch(() => undefined)
  }

  #connect(): void {
    if (this.#client || this.#closed) return
    const client = new pg.Client({
      connectionString: this.#context.databaseUrl,
      keepAlive: true,
      application_name: 'graphql-engine changes',
    })
    this.#client = client
    client.on('error', () => {
      this.#lost(client)
    })
    client.on('end', () => {
      this.#lost(client)
    })
    client.on('notification', ({ payload }) => {
      this.#dispatch(payload ?? '')
    })
    client
      .connect()
      .then(() => client.query(`listen ${changeChannel}`))
      .then(
        () => {
          this.#setListening(true)
          this.#installer.retry()
        },
        () => {
          this.#lost(client)
        },
      )
  }

  #dispatch(payload: string): void {
    const notification = readNotification(payload)
    for (const watcher of this.#watchers) {
      const change = changeOf(notification, watcher.tables)
      if (change) watcher.changed(change)
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return
    this.#client = undefined
    client.end().catch(() => undefined)
    if (this.#closed) return
    this.#setListening(false)
    this.#reconnect = setTimeout(() => {
      this.#connect()
    }, reconnectPause)
  }

  /** After a gap everything may have changed. */
  #setListening(isListening: boolean): void {
    this.#isListening = isListening
    for (const watcher of this.#watchers) {
      watcher.statusChanged()
      if (isListening) watcher.changed(anything)
    }
  }
}

interface Watcher extends ChangeHandlers {
  tables: TableIndex
  isComplete: boolean
}
