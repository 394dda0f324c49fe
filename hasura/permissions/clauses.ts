// A predicate as the set of clauses that must all hold, so that two predicates can be compared and
// one clause at a time be asked about.
import type { Json, Predicate } from './model.ts'

/** One thing a row must satisfy; `path` leads through relationships to where it stands. */
export interface Clause {
  /** Relationship names from the row outwards. */
  readonly path: readonly string[]
  /** A column, `_or`, `_not` or `_exists`. */
  readonly key: string
  readonly value: Json
}

/**
 * The clauses of a conjunction. `_and`, several keys and several operators of a column are
 * flattened; a relationship's clauses carry its name in their path and hold for one and the same
 * related row.
 */
export function clausesOf(
  predicate: Predicate | undefined,
  path: readonly string[] = [],
): Clause[] {
  return Object.entries(predicate ?? {}).flatMap(([key, value]) => {
    if (key === '_and' || key === '$and')
      return (value as Predicate[]).flatMap(part => clausesOf(part, path))
    if (isBranch(key) || !isObject(value))
      return [{ path, key, value: isObject(value) || isBranch(key) ? value : { _eq: value } }]
    if (isComparison(value))
      return Object.entries(value).map(([operator, operand]) => ({
        path,
        key,
        value: { [operator]: operand },
      }))
    return [
      ...clausesOf(value, [...path, key]),
      ...(Object.keys(value).length === 0 ? [{ path, key, value: {} }] : []),
    ]
  })
}

/** A text that is equal for equal clauses: keys sorted, session variables in lower case. */
export function fingerprint(clause: Clause): string {
  return JSON.stringify([clause.path, clause.key, canonical(clause.value)])
}

/** How the rows of two predicates relate, as far as their clauses tell. */
export type Relation = 'equal' | 'wider' | 'narrower' | 'unknown'

/**
 * Compares the rows that `after` lets through with those of `before`: fewer clauses let more rows
 * through.
 */
export function compare(before: Predicate | undefined, after: Predicate | undefined): Relation {
  const old = new Set(clausesOf(before).map(fingerprint))
  const now = new Set(clausesOf(after).map(fingerprint))
  const lost = [...old].some(clause => !now.has(clause))
  const gained = [...now].some(clause => !old.has(clause))
  if (lost && gained) return 'unknown'
  if (lost) return 'wider'
  return gained ? 'narrower' : 'equal'
}

function isBranch(key: string): boolean {
  return ['_or', '_not', '_exists', '$or', '$not', '$exists'].includes(key)
}

function isComparison(value: Predicate): boolean {
  const keys = Object.keys(value)
  return (
    keys.length > 0
    && keys.every(key => /^[_$]/.test(key) && key !== '_and' && key !== '$and' && !isBranch(key))
  )
}

function isObject(value: Json): value is Predicate {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function canonical(value: Json): Json {
  if (Array.isArray(value)) return value.map(canonical)
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([key, part]) => [key, canonical(part)]),
    )
  return typeof value === 'string' && /^x-hasura-/i.test(value) ? value.toLowerCase() : value
}
