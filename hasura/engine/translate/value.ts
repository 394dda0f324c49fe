import type { Value } from '../plan/types.ts'
import type { SqlExpression, SqlType } from '../sql/types.ts'
import type { Scope } from './context.ts'

/*
 * Note [One plan for every session]
 *
 * PostgreSQL plans a prepared statement anew for each execution as long as the plans for the values
 * at hand look cheaper than the one for any value. Somebody with fewer rows than the average makes
 * it look so, although both plans are the same, and planning costs as much as running. A session's
 * variable is therefore veiled: as `(SELECT $1)` it is known only when the statement runs, the
 * estimates are those of the average session, and the plan is kept. What the client wrote stays
 * visible, and so do arrays, whose length matters.
 */

/** A value that the statement takes; see Note [One plan for every session]. */
export function valueExpression(value: Value, type: SqlType, { constants }: Scope): SqlExpression {
  if (value.kind === 'session')
    return { kind: 'parameter', source: value, type, veiled: !type.array }
  if (constants === 'parameters' || value.kind !== 'constant')
    return { kind: 'parameter', source: value, type }
  return {
    kind: 'cast',
    of: value.text === null ? { kind: 'null' } : { kind: 'text', value: value.text },
    type,
  }
}
