import type { Json, Predicate } from '../../../hasura/permissions/model.ts'

/**
 * The same filter in terms of the view `goal_members`.
 *
 * Filters speak of `memberships` and their `user`. Clients see only their own of those, so that
 * nobody could ask about anybody else; of `members`, which has both in one row, they see all those
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
