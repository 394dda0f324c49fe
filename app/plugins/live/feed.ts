import { makeResult, type Operation, type OperationResult } from '@urql/core'
import type { Client } from 'graphql-ws'
import { subscriptionsOf, type FieldSubscription } from './subscriptions'

/** Brings the later answers of queries. */
export interface LiveFeed {
  /** Follows a query until it is left. */
  follow: (query: Operation) => void
  leave: (key: number) => void
  /** Whether the last answer of a query is what the server has, and the next one will be brought. */
  delivers: (key: number) => boolean
  /** Brings nothing until it is resumed. */
  pause: () => void
  resume: () => void
  /** Brings nothing more. */
  close: () => void
}

/** A query that is followed. */
interface FollowedQuery {
  query: Operation
  subscriptions: FieldSubscription[]
  /** The answer by root field, as far as the subscriptions have brought it. */
  data: Record<string, unknown>
  /** Root fields that have not been brought since the subscriptions began or began anew. */
  missing: Set<string>
  /** Ends the subscriptions; none while there are none. */
  stop?: () => void
  timer?: ReturnType<typeof setTimeout>
}

/** One write changes several root fields; so many milliseconds later they are told together. */
const gathering = 15

/** Milliseconds until a query is followed again that the server would not follow. */
const retryPause = 15_000

/**
 * Follows queries over a socket, by one subscription for each of their root fields: a subscription
 * of Hasura has one (https://hasura.io/docs/2.0/subscriptions/postgres/livequery/index/). Nothing
 * is told before all of them have answered, so that a page never shows less than its query did.
 *
 * @param push gets each answer as one of the query itself
 */
export function createLiveFeed(
  socket: Pick<Client, 'subscribe' | 'on'>,
  push: (answer: OperationResult) => void,
): LiveFeed {
  const followed = new Map<number, FollowedQuery>()
  let isPaused = false

  function start(entry: FollowedQuery): void {
    if (isPaused) return
    stop(entry)
    let isWanted = true
    forget(entry)
    const fail = () => {
      if (!isWanted) return
      stop(entry)
      entry.timer = setTimeout(() => start(entry), retryPause)
    }
    const ends = entry.subscriptions.map(({ field, query, variables }) =>
      socket.subscribe<Record<string, unknown>>(
        { query, variables },
        {
          next: ({ data, errors }) => {
            if (errors || !data) fail()
            else if (isWanted) take(entry, field, data[field])
          },
          error: fail,
          complete: fail,
        },
      ),
    )
    entry.stop = () => {
      isWanted = false
      for (const end of ends) end()
    }
  }

  function stop(entry: FollowedQuery): void {
    clearTimeout(entry.timer)
    entry.stop?.()
    delete entry.stop
  }

  function take(entry: FollowedQuery, field: string, value: unknown): void {
    const { query, data, missing } = entry
    data[field] = value
    missing.delete(field)
    if (missing.size > 0) return
    clearTimeout(entry.timer)
    entry.timer = setTimeout(() => push(makeResult(query, { data: { ...data } })), gathering)
  }

  // The socket begins the subscriptions anew by itself; what comes then is all there is.
  socket.on('closed', () => {
    followed.forEach(forget)
  })

  return {
    follow: (query) => {
      const subscriptions = subscriptionsOf(query)
      const entry: FollowedQuery = { query, subscriptions, data: {}, missing: new Set() }
      followed.set(query.key, entry)
      start(entry)
    },
    leave: (key) => {
      const entry = followed.get(key)
      followed.delete(key)
      if (entry) stop(entry)
    },
    delivers: (key) => {
      const entry = followed.get(key)
      return entry?.stop !== undefined && entry.missing.size === 0
    },
    pause: () => {
      isPaused = true
      followed.forEach(stop)
    },
    resume: () => {
      isPaused = false
      followed.forEach(start)
    },
    close: () => {
      isPaused = true
      followed.forEach(stop)
      followed.clear()
    },
  }
}

/** Nothing counts as brought any more. */
function forget(entry: FollowedQuery): void {
  entry.missing = new Set(entry.subscriptions.map(({ field }) => field))
}
