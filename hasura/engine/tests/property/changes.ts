import { same } from './content.ts'
import type { Content, Row } from './world.ts'

/** A row that is not as it was: new without `was`, gone without `now`. */
export interface Change {
  readonly type: string
  readonly key: string
  readonly was: Row | undefined
  readonly now: Row | undefined
  /** The columns that differ. */
  readonly columns: readonly string[]
}

/** What differs between two contents of the database. */
export function changes(before: Content, after: Content): Change[] {
  return [...before].flatMap(([type, rows]) => {
    const now = after.get(type) ?? new Map<string, Row>()
    return [...new Set([...rows.keys(), ...now.keys()])]
      .map(key => ({ type, key, was: rows.get(key), now: now.get(key) }))
      .filter(change => !same(change.was, change.now))
      .map(change => ({
        ...change,
        columns: Object.keys({ ...change.was, ...change.now }).filter(
          column => !same(change.was?.[column], change.now?.[column]),
        ),
      }))
  })
}
