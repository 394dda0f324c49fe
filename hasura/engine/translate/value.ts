import type { Value } from '../plan/types.ts'
import type { SqlExpression, SqlType } from '../sql/types.ts'
import type { Scope } from './context.ts'

/**
 * A value that the statement takes.
 *
 * @see docs/one-plan-for-every-session.md
 */
export function valueExpression(value: Value, type: SqlType, { constants }: Scope): SqlExpression {
  if (value.kind === 'session')
    return { kind: 'parameter', source: value, type, hiddenFromPlanner: !type.array }
  if (constants === 'parameters' || value.kind !== 'constant')
    return { kind: 'parameter', source: value, type }
  return {
    kind: 'cast',
    of: value.text === null ? { kind: 'null' } : { kind: 'text', value: value.text },
    type,
  }
}
