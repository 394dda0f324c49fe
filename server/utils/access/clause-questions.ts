import { clausesOf, type Clause } from '../../../hasura/permissions/clauses.ts'
import type { Json, Predicate } from '../../../hasura/permissions/model.ts'
import { inWords } from '../../../hasura/permissions/words.ts'

/**
 * Whether some row satisfies a condition; what `table` stands for is asked in the terms of a
 * GraphQL `where`.
 */
export interface Question {
  /** The table to ask; undefined for the row that the filter is about. */
  readonly table: string | undefined
  readonly where: Predicate
}

/** One clause of a filter: what it says, and how to ask whether it holds. */
export interface ClauseQuestion extends Question {
  /** Written about "the caller", who is the person that is asked about. */
  readonly words: string
}

/**
 * The clauses of a filter as questions about one person.
 *
 * A clause about a related row is asked together with those that tie that row to the person: that
 * *some* member is an owner says nothing; that this person's membership is an owner's does.
 *
 * @throws Error for what no client can ask: comparisons with a column of the row itself, other
 *   session variables
 */
export function clauseQuestions(filter: Predicate, person: string): ClauseQuestion[] {
  const clauses = clausesOf(filter)
  return clauses.map((clause) => {
    const asked = nest([
      ...clauses.filter(other => other !== clause && ties(other, clause)),
      clause,
    ])
    return { words: inWords(asked), ...questionFor(clause, asked, person) }
  })
}

/**
 * The whole filter as questions that must all be answered yes. `_exists` is about another table, so
 * it is asked apart.
 */
export function filterQuestions(filter: Predicate, person: string): Question[] {
  const clauses = clausesOf(filter)
  const apart = clauses.filter(isAboutOthers)
  const ofRow = clauses.filter(clause => !isAboutOthers(clause))
  return [
    ...apart.map(clause => questionFor(clause, nest([clause]), person)),
    ...(ofRow.length > 0 ? [{ table: undefined, where: forPerson(nest(ofRow), person) }] : []),
  ]
}

function questionFor(clause: Clause, asked: Predicate, person: string): Question {
  if (!isAboutOthers(clause)) return { table: undefined, where: forPerson(asked, person) }
  const { _table, _where } = clause.value as { _table: { name: string }, _where: Predicate }
  return { table: _table.name, where: forPerson(_where, person) }
}

function isAboutOthers({ path, key }: Clause): boolean {
  return key === '_exists' && path.length === 0
}

/** Whether `other` says whose the related row is that `clause` is about. */
function ties(other: Clause, clause: Clause): boolean {
  return (
    other.path.length > 0
    && other.path.every((name, index) => clause.path[index] === name)
    && /"x-hasura-/i.test(JSON.stringify(other.value))
  )
}

/** Clauses as one predicate again, in which those of a relationship are about the same row. */
function nest(clauses: readonly Clause[]): Predicate {
  const predicate: Record<string, Json> = {}
  for (const { path, key, value } of clauses) {
    const place = path.reduce(
      (node, name) => (node[name] ??= {}) as Record<string, Json>,
      predicate,
    )
    const taken = place[key]
    if (taken === undefined) place[key] = value
    else if (key.startsWith('_')) place._and = [...((place._and ?? []) as Json[]), { [key]: value }]
    else place[key] = { ...(taken as Predicate), ...(value as Predicate) }
  }
  return predicate
}

/** The same predicate with the person in the caller's place. */
function forPerson(predicate: Predicate, person: string): Predicate {
  return Object.fromEntries(
    Object.entries(predicate).map(([key, value]) => {
      if (/^_(exists|c(eq|ne|neq|gt|lt|gte|lte))$/.test(key))
        throw new Error(`A filter with ${key} cannot be explained: clients cannot ask for it.`)
      return [key, valueForPerson(value, person)]
    }),
  )
}

function valueForPerson(value: Json, person: string): Json {
  if (Array.isArray(value)) return value.map((item: Json) => valueForPerson(item, person))
  if (typeof value === 'object' && value !== null) return forPerson(value as Predicate, person)
  if (typeof value !== 'string' || !/^x-hasura-/i.test(value)) return value
  if (/^x-hasura-user-id$/i.test(value)) return person
  throw new Error(`A filter with ${value} cannot be explained: it is known of the caller only.`)
}

/**
 * The same filter in terms of the view `goal_members`.
 *
 * Filters speak of `memberships` and their `user`. Clients see only their own of those, and so
 * could not ask about other users; of `members`, which has both in one row, they see all those
 * of the goals that they share.
 */
export function throughMembers(filter: Predicate): Predicate {
  return Object.fromEntries(
    Object.entries(filter).map(([key, value]) =>
      key === 'memberships' ? ['members', withoutUser(value as Predicate)] : [key, within(value)],
    ),
  )
}

function withoutUser({ user, ...membership }: Predicate): Predicate {
  return { ...membership, ...(user as Predicate | undefined) }
}

function within(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => within(item))
  return typeof value === 'object' && value !== null ? throughMembers(value as Predicate) : value
}
