// One cell of the proof: a person tries one operation on one table through one transport.
import type { Transport, Send } from '../support/target.ts'
import type { Person } from '../support/people.ts'
import type { TableName, TablePolicy } from '../support/table-policy.ts'
import type { Row, World } from '../support/world.ts'

/** The operations of the API, as the report lists them. */
export type ProbedOperation =
  | 'columns'
  | 'select'
  | 'by_pk'
  | 'aggregate'
  | 'relationship'
  | 'subscription'
  | 'stream'
  | 'insert'
  | 'nested insert'
  | 'upsert'
  | 'update'
  | 'update_by_pk'
  | 'update_many'
  | 'delete'
  | 'delete_by_pk'
  | 'returning'
  | 'grant above'
  | 'move in'
  | 'move out'
  | 'revoke above'
  | 'purge above'
  | 'leave'

/** What a probe needs. */
export interface Attempt {
  readonly person: Person
  readonly transport: Transport
  readonly table: TableName
  readonly policy: TablePolicy
  readonly world: World
  readonly send: Send
  /** Object and array relationships of the tracked tables that lead to `table`. */
  readonly relationships: readonly Relationship[]
}

/** A relationship that metadata declares. */
export interface Relationship {
  readonly from: TableName
  readonly name: string
  readonly to: TableName
}

/** What a probe saw. `problems` is empty when the policy holds. */
export interface Observation {
  /** Rows, columns or candidates that were allowed, as intended: the positive control. */
  readonly allowed: number
  /** The same that were denied, as intended. */
  readonly denied: number
  readonly problems: readonly string[]
}

/** A row's identity as a text. */
export function identity(policy: TablePolicy, row: Row): string {
  return policy.key.map(column => String(row[column])).join('/')
}

/** `{id: {_eq: "…"}}` for a row, as GraphQL text. Ids and keys of the fixture are plain. */
export function whereIs(policy: TablePolicy, row: Row): string {
  return `{${policy.key.map(column => `${column}: {_eq: ${JSON.stringify(row[column])}}`).join(', ')}}`
}

/** `id: "…"` for a row, as GraphQL text. */
export function keyArguments(policy: TablePolicy, row: Row): string {
  return policy.key.map(column => `${column}: ${JSON.stringify(row[column])}`).join(', ')
}

/** Compares what was seen with what the policy says, by identity. */
export function compareSets(
  what: string,
  candidates: readonly string[],
  expected: ReadonlySet<string>,
  seen: ReadonlySet<string>,
): Observation {
  const leaks = [...seen].filter(key => !expected.has(key)).map(key => `LEAK ${what}: ${key}`)
  const missing = [...expected].filter(key => !seen.has(key)).map(key => `MISSING ${what}: ${key}`)
  const allowed = candidates.filter(key => expected.has(key)).length
  return { allowed, denied: candidates.length - allowed, problems: [...leaks, ...missing] }
}

/** Adds observations up. */
export function together(observations: readonly Observation[]): Observation {
  return {
    allowed: observations.reduce((sum, one) => sum + one.allowed, 0),
    denied: observations.reduce((sum, one) => sum + one.denied, 0),
    problems: observations.flatMap(one => one.problems),
  }
}

/** An answer that must be a refusal: errors, and no data at all. */
export function refused(
  what: string,
  answer: { data?: unknown, errors?: readonly unknown[] },
): Observation {
  const holds =
    answer.errors !== undefined
    && answer.errors.length > 0
    && (answer.data === undefined || answer.data === null)
  return {
    allowed: 0,
    denied: 1,
    problems: holds
      ? []
      : [`LEAK ${what}: expected a refusal, got ${JSON.stringify(answer).slice(0, 200)}`],
  }
}
