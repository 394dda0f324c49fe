import { makeOperation, type Exchange, type Operation, type OperationResult } from '@urql/core'
import { makeSubject, merge, pipe, tap } from 'wonka'
import type { LiveFeed } from './feed'

/** Opens the feed of live answers; its code is loaded apart from the first view's. */
export type OpenFeed = (push: (answer: OperationResult) => void) => Promise<LiveFeed>

/**
 * Lets queries follow their data whose context says `live: true`, or has a function there that says
 * so of the first answer. Each is answered as any other; from its first answer on the feed brings
 * later ones, which reach cache and page as answers of the same query. While the feed does not
 * deliver, such a query is asked again after every write of this tab.
 *
 * @param cache the exchange that keeps the answers
 * @param openFeed is called with the first live query that has an answer; absent on the server
 */
export function liveExchange(cache: Exchange, openFeed?: OpenFeed): Exchange {
  return ({ client, forward, dispatchDebug }) => {
    const { source: answers, next: push } = makeSubject<OperationResult>()
    /** Live queries of the page, and whether they have had an answer to go on from. */
    const queries = new Map<number, { operation: Operation, isAnswered: boolean }>()
    let isOpening = false
    let feed: LiveFeed | undefined

    /** Its code may not be there, as without a network: the next live query tries again. */
    const open = async (): Promise<void> => {
      if (isOpening) return
      isOpening = true
      feed = await openFeed?.(push).catch(() => undefined)
      isOpening = false
      for (const { operation, isAnswered } of queries.values())
        if (isAnswered) feed?.follow(operation)
    }

    const observe = (operation: Operation): void => {
      if (operation.kind === 'query' && operation.context.live) {
        if (!queries.has(operation.key))
          queries.set(operation.key, { operation, isAnswered: false })
      }
      else if (operation.kind === 'teardown' && queries.delete(operation.key)) {
        feed?.leave(operation.key)
      }
    }

    const react = (result: OperationResult): void => {
      const query = queries.get(result.operation.key)
      if (query && !query.isAnswered && !result.stale) {
        query.isAnswered = true
        if (!isFollowed(result)) queries.delete(result.operation.key)
        else if (feed) feed.follow(query.operation)
        else void open()
      }
      if (result.operation.kind === 'mutation' && !result.error) askAgain()
    }

    const askAgain = (): void => {
      for (const { operation } of queries.values()) {
        if (feed?.delivers(operation.key)) continue
        const context = { ...operation.context, requestPolicy: 'network-only' as const }
        client.reexecuteOperation(makeOperation('query', operation, context))
      }
    }

    const answer = cache({
      client,
      dispatchDebug,
      forward: operations => merge([forward(operations), answers]),
    })
    return operations => pipe(operations, tap(observe), answer, tap(react))
  }
}

function isFollowed({ operation: { context }, data }: OperationResult): boolean {
  const live = context.live as true | ((data: unknown) => boolean)
  return live === true || (Boolean(data) && live(data))
}
