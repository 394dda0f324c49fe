import { unwatched } from '../changes/changes.ts'
import type { ChangeHandlers, ChangeListener, Stop } from '../changes/types.ts'
import type { Database } from '../execute/types.ts'
import { cohortKey, liveCohort, streamCohort, type SubscribedCohort } from './cohorts.ts'
import { Poller } from './poller.ts'
import { createTurns, type TakeTurn } from './turns.ts'
import type { PollSettings, PreparedSubscription, Subscriber } from './types.ts'
import { Waker } from './waker.ts'

/** One statement of one role, its poller, and its cohorts by their values. */
interface Group {
  readonly poller: Poller
  readonly cohorts: Map<string, SubscribedCohort>
  readonly waker: Waker
  readonly unwatch: Stop
}

/** The collaborators of subscriptions. */
export interface SubscriptionContext {
  readonly database: Database
  readonly changes: ChangeListener
  readonly live: PollSettings
  readonly stream: PollSettings
  /** The most database connections that polls hold at a time; the others stay for requests. */
  readonly maxConnections: number
}

/**
 * All running subscriptions. Those of one role and statement are read together; those that also
 * share every value are read once. The key of a cohort holds every session variable that its
 * statement refers to, so no two sessions mix.
 */
export class Subscriptions {
  readonly #context: SubscriptionContext
  readonly #groups = new Map<string, Group>()
  readonly #takeTurn: TakeTurn

  constructor(context: SubscriptionContext) {
    this.#context = context
    this.#takeTurn = createTurns(context.maxConnections)
  }

  /** Starts a subscription; the first result follows at once. */
  subscribe(prepared: PreparedSubscription, subscriber: Subscriber): Stop {
    const key = JSON.stringify([
      prepared.kind,
      prepared.role,
      prepared.statement.text,
      prepared.statement.response,
    ])
    const group = this.#groups.get(key) ?? this.#open(key, prepared)
    const cohort = group.cohorts.get(cohortKey(prepared.values)) ?? this.#cohort(group, prepared)
    cohort.subscribers.add(subscriber)
    cohort.newcomers.add(subscriber)
    group.poller.read(cohort)
    return () => {
      this.#leave(key, group, cohort, subscriber)
    }
  }

  /** Ends every poll; no subscriber is called afterwards. */
  close(): void {
    for (const group of this.#groups.values()) end(group)
    this.#groups.clear()
  }

  #open(key: string, prepared: PreparedSubscription): Group {
    const { database, changes } = this.#context
    const { touched } = prepared
    const handlers: ChangeHandlers = {
      changed: (change) => {
        waker.changed(change)
      },
      statusChanged: () => {
        poller.rearm()
      },
    }
    const watch = touched.kind === 'tables' ? changes.watch(touched.tables, handlers) : unwatched
    const settings = this.#context[prepared.kind]
    const takeTurn = this.#takeTurn
    const poller = new Poller(prepared.statement, {
      database,
      settings,
      takeTurn,
      isWoken: watch.isActive,
    })
    const waker = new Waker({ prepared, database, poller })
    const group = {
      poller,
      waker,
      cohorts: new Map<string, SubscribedCohort>(),
      unwatch: watch.stop,
    }
    this.#groups.set(key, group)
    return group
  }

  #cohort(group: Group, prepared: PreparedSubscription): SubscribedCohort {
    const cohort =
      prepared.kind === 'live'
        ? liveCohort(prepared)
        : streamCohort(prepared, (moved) => {
            rekey(group, moved)
          })
    group.cohorts.set(cohort.key, cohort)
    group.poller.add(cohort)
    return cohort
  }

  #leave(key: string, group: Group, cohort: SubscribedCohort, subscriber: Subscriber): void {
    cohort.subscribers.delete(subscriber)
    cohort.newcomers.delete(subscriber)
    if (cohort.subscribers.size > 0) return
    group.poller.remove(cohort)
    detach(group, cohort)
    if (group.poller.size > 0) return
    end(group)
    if (this.#groups.get(key) === group) this.#groups.delete(key)
  }
}

function end(group: Group): void {
  group.waker.stop()
  group.poller.stop()
  group.unwatch()
}

/**
 * A stream moved on: who starts at its old place must not join it. Two streams at one place stay
 * apart.
 */
function rekey(group: Group, cohort: SubscribedCohort): void {
  detach(group, cohort)
  cohort.key = cohortKey(cohort.values)
  if (!group.cohorts.has(cohort.key)) group.cohorts.set(cohort.key, cohort)
}

function detach(group: Group, cohort: SubscribedCohort): void {
  if (group.cohorts.get(cohort.key) === cohort) group.cohorts.delete(cohort.key)
}
