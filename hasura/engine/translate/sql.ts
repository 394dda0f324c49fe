import type { SqlArgument, SqlExpression, SqlQuery } from '../sql/types.ts'

/** A call of a system function. */
export function system(name: string, ...args: readonly SqlExpression[]): SqlExpression {
  return {
    kind: 'call',
    function: { schema: 'pg_catalog', name },
    arguments: args.map((value): SqlArgument => ({ value })),
  }
}

/** A query as a value. */
export function subquery(query: SqlQuery): SqlExpression {
  return { kind: 'subquery', query }
}

/** Conditions joined by AND; undefined when none is left. */
export function both(
  ...conditions: readonly (SqlExpression | undefined)[]
): SqlExpression | undefined {
  const given = conditions
    .filter(condition => condition !== undefined)
    .filter(condition => !isTrue(condition))
  return given.length === 0 ? undefined : { kind: 'and', all: given }
}

/** Whether a condition visibly always holds. */
function isTrue(condition: SqlExpression): boolean {
  if (condition.kind === 'permission') return isTrue(condition.of)
  return (
    (condition.kind === 'boolean' && condition.value)
    || (condition.kind === 'and' && condition.all.every(isTrue))
  )
}

/** PostgreSQL cuts longer names off. */
const maxName = 63

/** Whether these keys can be column names. */
export function areNames(keys: readonly string[]): boolean {
  return keys.every(key => key.length <= maxName || Buffer.byteLength(key) <= maxName)
}
