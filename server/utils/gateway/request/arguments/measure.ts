import { GraphqlProblem } from '../../errors/graphql-problem.ts'

/**
 * The most that the conditions and sort keys of one request may be. Fragments and variables count
 * each time they are used.
 *
 * PostgreSQL's planner takes time that grows with the product of what it is asked to join, so that
 * a small request could keep it busy for minutes; and each condition takes time for rows that the
 * caller may not see.
 */
export const maxConditions = {
  /** Objects inside objects, from the argument on. */
  levels: 10,
  /** Operators, and conditions joined by `_and`, `_or` and `_not`, and sort keys. */
  conditions: 200,
  /** Relationships and aggregates that `where` or `order_by` looks through. */
  relationships: 10,
  /** Patterns of LIKE. */
  patterns: 10,
  /** Values of one list, such as that of `_in`. */
  values: 1000,
} as const

/** How large something is, in the terms of {@link maxConditions}. */
export interface Measure {
  levels: number
  conditions: number
  relationships: number
  patterns: number
}

/** Nothing at all. */
export function nothing(): Measure {
  return { levels: 0, conditions: 0, relationships: 0, patterns: 0 }
}

/** Adds `more` to `total`. @throws GraphqlProblem when the total is over a limit */
export function addMeasure(total: Measure, more: Measure): void {
  total.levels = Math.max(total.levels, more.levels)
  total.conditions += more.conditions
  total.relationships += more.relationships
  total.patterns += more.patterns
  checkMeasure(total)
}

/** @throws GraphqlProblem when something is over a limit */
export function checkMeasure({ levels, conditions, relationships, patterns }: Measure): void {
  if (levels > maxConditions.levels) throw tooMuch(maxConditions.levels, 'levels in an argument')
  if (conditions > maxConditions.conditions)
    throw tooMuch(maxConditions.conditions, 'conditions and sort keys')
  if (relationships > maxConditions.relationships)
    throw tooMuch(maxConditions.relationships, 'relationships in conditions and sort keys')
  if (patterns > maxConditions.patterns) throw tooMuch(maxConditions.patterns, 'patterns')
}

function tooMuch(limit: number, what: string): GraphqlProblem {
  return new GraphqlProblem(
    'limit-exceeded',
    `The request asks for too much: at most ${limit} ${what}.`,
  )
}
