import { GraphqlProblem } from '../errors/graphql-problem.ts'

/**
 * What TypeScript does not know of JSON yet. @see https://tc39.es/proposal-json-parse-with-source/
 */
interface JsonWithSource {
  readonly parse: (
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ) => unknown
  readonly rawJSON: (text: string) => { readonly rawJSON: string }
  readonly isRawJSON: (value: unknown) => value is { readonly rawJSON: string }
}
const json = JSON as unknown as JsonWithSource

/**
 * Reads a request's body. A number that JavaScript would write otherwise keeps its own text, so
 * that the body can be written again without a difference that Hasura could notice.
 *
 * @throws GraphqlProblem when it is not JSON, or has too many levels
 */
export function parseJson(body: string): unknown {
  try {
    return json.parse(body, (_key, value, { source }) =>
      typeof value === 'number' && source !== String(value) ? json.rawJSON(source!) : value,
    )
  }
  catch (cause) {
    if (cause instanceof RangeError)
      throw new GraphqlProblem('limit-exceeded', 'The body has too many levels.', { cause })
    throw new GraphqlProblem('invalid-json', 'The body is not JSON.', { cause })
  }
}

/**
 * The text of a string, number or boolean of such a body, a number's as it was written; undefined
 * for all else.
 */
export function scalarText(value: unknown): string | undefined {
  if (json.isRawJSON(value)) return value.rawJSON
  return typeof value === 'object' ? undefined : String(value)
}

/** Whether a value of such a body is a number, as JavaScript's or in its own text. */
export function isNumber(value: unknown): boolean {
  return typeof value === 'number' || json.isRawJSON(value)
}

/** The number that a value of such a body is; NaN when it is none. */
export function numberOf(value: unknown): number {
  if (json.isRawJSON(value)) return Number(value.rawJSON)
  return typeof value === 'number' ? value : Number.NaN
}
