import type { Value } from '../plan/types.ts'

/**
 * A printed statement: `$n` takes `parameters[n - 1]`. It yields one row with one text column for
 * each database root field; `response` says how those columns and constant text make the JSON of
 * `data`.
 */
export interface Statement {
  readonly text: string
  /** Stable name for a prepared statement: a hash of the text. */
  readonly name: string
  readonly parameters: readonly Value[]
  readonly response: ResponseTemplate
  /** Ranges of `text` that came from permissions, for explanations. */
  readonly permissionRanges: readonly (readonly [number, number])[]
}

/** Text pieces and column indexes; joined, they are the JSON of `data`. */
export type ResponseTemplate = readonly (string | number)[]

/**
 * A statement for many sessions at once (live queries): `$1` is a JSON object from result ids to
 * arrays of the texts of `parameters`. Rows: `(result_id, result)`, for streams also `cursor`.
 */
export interface MultiplexedStatement {
  readonly text: string
  readonly name: string
  readonly parameters: readonly Value[]
  readonly response: ResponseTemplate
}
