import { GraphqlProblem } from '../errors/graphql-problem.ts'

/**
 * How much one person may ask at once, in this process: so many requests run, so many more wait for
 * at most `maxWait` milliseconds. Hasura has 20 database connections (k8s/base/hasura/config.env),
 * the local engine 10.
 */
export const requestShare = { maxRunning: 4, maxWaiting: 32, maxWait: 5000 } as const

/** The requests of one person. */
interface Share {
  running: number
  readonly waiting: Set<() => void>
}

const shares = new Map<string, Share>()

/**
 * Waits until a person may run one more request.
 *
 * @param person id of the person; tokens that carry no role share one
 * @param signal gives up waiting when it aborts
 * @returns what to call when the request has ended, once
 * @throws GraphqlProblem with status 429 when too many wait already or none ends in time; 499 when
 *   `signal` aborts
 */
export async function takeSlot(person: string, signal: AbortSignal): Promise<() => void> {
  if (signal.aborted) throw cancelled()
  const share = shares.get(person) ?? { running: 0, waiting: new Set() }
  shares.set(person, share)
  if (share.running < requestShare.maxRunning) share.running += 1
  else if (share.waiting.size >= requestShare.maxWaiting) throw tooManyRequests()
  else await turnOf(share, signal)
  return () => leave(person, share)
}

/** The answer when the client is gone. 499 is the status that nginx logs for that. */
export function cancelled(): GraphqlProblem {
  return new GraphqlProblem('cancelled', 'The request was cancelled.', { status: 499 })
}

/** Resolves when another request hands over its slot. */
function turnOf({ waiting }: Share, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      waiting.delete(take)
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
    }
    const take = () => {
      stop()
      resolve()
    }
    const giveUp = () => {
      stop()
      reject(signal.aborted ? cancelled() : tooManyRequests())
    }
    const timer = setTimeout(giveUp, requestShare.maxWait)
    signal.addEventListener('abort', giveUp, { once: true })
    waiting.add(take)
  })
}

function leave(person: string, share: Share): void {
  const [next] = share.waiting
  if (next) return next()
  share.running -= 1
  if (share.running === 0) shares.delete(person)
}

/** Status 429. */
export function tooManyRequests(): GraphqlProblem {
  const message =
    'Too many requests at once. Wait until some of yours are answered, then try again.'
  return new GraphqlProblem('too-many-requests', message, {
    status: 429,
    headers: { 'retry-after': '2' },
  })
}
