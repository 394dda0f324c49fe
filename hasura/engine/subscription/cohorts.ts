import { hash } from 'node:crypto'
import { dataText } from '../response/data.ts'
import { cohortId, type Cohort } from './poller.ts'
import type { PreparedSubscription, Subscriber } from './types.ts'

/** A cohort and those who listen to it. */
export interface SubscribedCohort extends Cohort {
  readonly subscribers: Set<Subscriber>
  /** Subscribers that joined since the last result: they get the next one in any case. */
  readonly newcomers: Set<Subscriber>
  /** Its values as text; another cohort with the same values may hold the place of this key. */
  key: string
}

/** All that may differ between the subscribers of one statement. */
export function cohortKey(values: readonly (string | null)[]): string {
  return JSON.stringify(values)
}

/** A live query's cohort: a result goes out when it differs from the one before. */
export function liveCohort({ statement, values }: PreparedSubscription): SubscribedCohort {
  const subscribers = new Set<Subscriber>()
  const newcomers = new Set<Subscriber>()
  let last: string | undefined
  return {
    id: cohortId(),
    values,
    failing: false,
    subscribers,
    newcomers,
    key: cohortKey(values),
    take: (row) => {
      const data = dataText(statement.response, row)
      const digest = hash('sha256', data, 'base64')
      const receivers = digest === last ? newcomers : subscribers
      last = digest
      for (const subscriber of receivers) subscriber.next(data)
      newcomers.clear()
      return false
    },
    fail: (error) => {
      last = undefined
      newcomers.clear()
      for (const subscriber of subscribers) subscriber.error(error)
    },
  }
}

/**
 * A stream's cohort: rows after the cursor, which then moves on. An empty result is not sent; after
 * a full one there may be more.
 *
 * @param moved called when the cursor has a new value
 */
export function streamCohort(
  { statement, values, cursorIndex = 0 }: PreparedSubscription,
  moved: (cohort: SubscribedCohort) => void,
): SubscribedCohort {
  const subscribers = new Set<Subscriber>()
  const cohort: SubscribedCohort = {
    id: cohortId(),
    values,
    failing: false,
    subscribers,
    newcomers: new Set(),
    key: cohortKey(values),
    take: (row) => {
      const cursor = row.at(-1) ?? null
      cohort.newcomers.clear()
      if (cursor === null) return false
      const data = dataText(statement.response, row)
      cohort.values = cohort.values.with(cursorIndex, cursor)
      moved(cohort)
      for (const subscriber of subscribers) subscriber.next(data)
      return true
    },
    fail: (error) => {
      for (const subscriber of subscribers) subscriber.error(error)
    },
  }
  return cohort
}
