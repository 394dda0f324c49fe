import { conjuncts } from '../rewrite/conjuncts.ts'
import type { BoolExp } from '../types.ts'

/**
 * Whether the rows that satisfy a condition can be found from the session: by a column that equals
 * a session variable, or by related rows that can. Such rows are few, and an index leads to them.
 */
export function startsFromSession(condition: BoolExp): boolean {
  return conjuncts(condition).some((part) => {
    if (part.kind === 'or' || part.kind === 'union')
      return part.operands.length > 0 && part.operands.every(startsFromSession)
    if (part.kind === 'compare') {
      return (
        (part.operator === '_eq' || part.operator === '_in')
        && part.left.kind === 'column'
        && part.left.of === 'row'
        && part.right.kind === 'value'
        && part.right.value.kind === 'session'
      )
    }
    return (
      part.kind === 'exists'
      && part.relation.source.kind === 'table'
      && part.relation.mapping.length > 0
      && startsFromSession(part.where)
    )
  })
}
