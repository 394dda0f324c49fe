import type { SqlArgument, SqlColumn, SqlExpression, SqlQuery } from '../sql/types.ts'

/** A call of a system function. */
export function system(name: string, ...args: readonly SqlExpression[]): SqlExpression {
  return { kind: 'call', function: { schema: 'pg_catalog', name }, arguments: args.map((value): SqlArgument => ({ value })) }
}

/** A query as a value. */
export function subquery(query: SqlQuery): SqlExpression {
  return { kind: 'subquery', query }
}

/** Conditions joined by AND; undefined when none is left. */
export function both(...conditions: readonly (SqlExpression | undefined)[]): SqlExpression | undefined {
  const given = conditions.filter(condition => condition !== undefined).filter(condition => !isTrue(condition))
  return given.length === 0 ? undefined : { kind: 'and', all: given }
}

/** Whether a condition visibly always holds. */
function isTrue(condition: SqlExpression): boolean {
  if (condition.kind === 'permission') return isTrue(condition.of)
  return (condition.kind === 'boolean' && condition.value) || (condition.kind === 'and' && condition.all.every(isTrue))
}

/** PostgreSQL cuts longer names off. */
const longestName = 63

/** More arguments than this, in pairs, no function takes. */
const mostPairs = 50

/** Whether these keys can be column names. */
export function areNames(keys: readonly string[]): boolean {
  return keys.every(key => key.length <= longestName || Buffer.byteLength(key) <= longestName)
}

/** A JSON object with the given members, for keys that cannot be column names or values that are aggregates. */
export function jsonObject(members: readonly SqlColumn[]): SqlExpression {
  if (members.length <= mostPairs) {
    return system('json_build_object', ...members.flatMap(({ expression, alias }): readonly SqlExpression[] => [{ kind: 'text', value: alias ?? '' }, expression]))
  }
  const text = members.map(({ expression, alias }, index): SqlExpression => ({
    kind: 'binary',
    operator: '||',
    left: { kind: 'text', value: `${index === 0 ? '{' : ','}${JSON.stringify(alias ?? '')}:` },
    right: { kind: 'coalesce', items: [{ kind: 'cast', of: system('to_json', expression), type: { schema: 'pg_catalog', name: 'text', array: false } }, { kind: 'text', value: 'null' }] },
  }))
  const joined = text.reduce((left, right): SqlExpression => ({ kind: 'binary', operator: '||', left, right }))
  const closed: SqlExpression = { kind: 'binary', operator: '||', left: joined, right: { kind: 'text', value: '}' } }
  return { kind: 'cast', of: closed, type: { schema: 'pg_catalog', name: 'json', array: false } }
}
