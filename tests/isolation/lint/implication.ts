import { isDeepStrictEqual } from 'node:util'
import type { BoolExp } from '../../support/metadata.ts'

/**
 * Whether every row that satisfies `narrow` surely satisfies `wide`, as far as their shape tells:
 * each condition of `wide` is found in `narrow`, equal or, below a relationship, narrower. Answers
 * no when in doubt.
 */
export function implies(narrow: BoolExp, wide: BoolExp): boolean {
  return Object.entries(wide).every(([key, condition]) => {
    const given = narrow[key]
    if (isDeepStrictEqual(given, condition) || isOneOf(given, condition)) return true
    const comparable = !key.startsWith('_') && isPath(given) && isPath(condition)
    return comparable && implies(given, condition)
  })
}

/** Whether `given` is `{ _eq: value }` and `condition` is `{ _in: [value, …] }`. */
function isOneOf(given: unknown, condition: unknown): boolean {
  const { _eq: value } = (given as { _eq?: unknown }) ?? {}
  const { _in: values } = (condition as { _in?: unknown }) ?? {}
  return value !== undefined && Array.isArray(values) && values.includes(value)
}

/** A relationship's expression, in contrast to a column's operators. */
function isPath(value: unknown): value is BoolExp {
  return (
    typeof value === 'object'
    && value !== null
    && !Array.isArray(value)
    && Object.keys(value).every(key => !key.startsWith('_') || key === '_exists')
  )
}
