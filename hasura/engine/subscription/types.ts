import type { EngineError } from '../errors.ts'
import type { BoundSubscription } from '../execute/bind.ts'
import type { Touched } from '../invalidation/types.ts'

/** Receives what a subscription yields, until it is stopped. */
export interface Subscriber {
  /** The JSON of `data`. */
  readonly next: (data: string) => void
  readonly error: (error: EngineError) => void
}

/** A subscription that is planned and whose parameters are bound. */
export interface PreparedSubscription extends BoundSubscription {
  /** Sessions of one role and statement are polled together. */
  readonly role: string
  readonly touched: Touched
}

/** How often and in which portions results are read again. Milliseconds. */
export interface PollSettings {
  /** For queries whose tables cannot wake them. */
  readonly interval: number
  /** For those that triggers wake. */
  readonly safetyInterval: number
  readonly batchSize: number
}

/** Work that notifications cause may take at most one part in this many of the time. */
export const busyFactor = 1.5
