import autocannon from 'autocannon'
import { json } from 'node:stream/consumers'
import type { LoadRequest } from '../support/contestants.ts'

/**
 * One measurement: a closed loop over so many connections, each sending its next request when the
 * last is answered.
 */
export interface LoadJob {
  readonly url: string
  readonly connections: number
  readonly seconds: number
  readonly requests: readonly LoadRequest[]
}

/** Latencies in milliseconds. */
export interface LoadResult {
  /** Answered. */
  readonly requests: number
  readonly perSecond: number
  readonly mean: number
  readonly p97_5: number
  readonly failed: number
}

const job = (await json(process.stdin)) as LoadJob
const result = await autocannon({
  url: job.url,
  connections: job.connections,
  duration: job.seconds,
  method: 'POST',
  requests: job.requests.map(request => ({ ...request, method: 'POST' })),
})
const answer: LoadResult = {
  requests: result.requests.total,
  perSecond: result.requests.total / result.duration,
  mean: result.latency.average,
  p97_5: result.latency.p97_5,
  failed: result.errors + result.non2xx,
}
process.stdout.write(JSON.stringify(answer))
