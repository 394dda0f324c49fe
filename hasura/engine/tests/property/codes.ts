/**
 * The codes of refusals that a randomly generated document may meet, and what it did. Every other code means
 * that the engine failed: `unexpected` is its own fault, `postgres-error` a lost connection,
 * `timeout` a statement without end.
 */
const refusals: ReadonlyMap<string, string> = new Map([
  [
    'validation-failed',
    'arguments that do not go together, null where a value must be, a value of the wrong kind',
  ],
  ['parse-failed', 'a number beyond its type, a path that is none'],
  ['data-exception', 'text that PostgreSQL cannot read as the type: SQLSTATE class 22'],
  ['bad-request', 'a pattern that ends in its escape character: SQLSTATE 22025'],
  [
    'not-supported',
    'a function without an argument that has no default, a nested insert under a row that was skipped',
  ],
  [
    'constraint-violation',
    'a key that is there already, a reference to nothing, null in a column that takes none',
  ],
  ['permission-error', 'a row that the role\'s check, or a check of the table, refuses'],
])

/** `on_conflict` names a unique index that is no constraint: Hasura offers those too. */
const noConstraint = /^constraint ".+" for table ".+" does not exist/

/** Whether an error is the document's own fault. */
export function isRefusal({ code, message }: Refusal): boolean {
  return refusals.has(code) || (code === 'constraint-error' && noConstraint.test(message))
}

const floatForInteger = /^expected .* integer for type 'Int', but found a float\b/
const noInteger = /^The value .* lies outside the bounds or is not an integer/

/**
 * Whether a document and the same document with variables are refused alike. GraphQL's grammar
 * tells a float from an integer and JSON does not, so that Hasura refuses `limit: 1.5` by its kind,
 * and 1.5 in a variable by its value.
 */
export function isSameRefusal(written: Refusal, byVariable: Refusal): boolean {
  const isFloat = floatForInteger.test(written.message) && noInteger.test(byVariable.message)
  return written.code === byVariable.code || isFloat
}

/** An error of the API. */
interface Refusal {
  readonly code: string
  readonly message: string
}
