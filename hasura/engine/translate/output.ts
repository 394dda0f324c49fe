import type { OutputForm } from '../plan/types.ts'
import { arrayOf, builtin } from '../sql/types-of.ts'
import type { SqlExpression } from '../sql/types.ts'
import { system } from './sql.ts'

const text = builtin('text')

/** A value as its output form wants it. */
export function outputExpression(value: SqlExpression, form: OutputForm): SqlExpression {
  const at: SqlExpression = form.jsonPath
    ? {
        kind: 'binary',
        operator: '#>',
        left: value,
        right: { kind: 'parameter', source: form.jsonPath, type: arrayOf(text) },
      }
    : value
  const printed: SqlExpression = form.text ? { kind: 'cast', of: at, type: text } : at
  return form.upperCase ? system('upper', printed) : printed
}
