import type { Problem } from './problems'

/** What a list has beyond the rows that have been read. */
export type Rest =
  | { kind: 'none' }
  /** There may be more. */
  | { kind: 'more' }
  | { kind: 'loading' }
  | { kind: 'failed', problem: Problem }
