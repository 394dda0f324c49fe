import type { Operand, OrderBy, OrderByTarget } from '../plan/types.ts'
import type { SqlExpression, SqlOrderBy, SqlSelect } from '../sql/types.ts'
import { aggregateExpression, booleanExpression, operandExpression } from './bool-exp.ts'
import { joinCondition, sourceFrom } from './source.ts'
import { scopeOf, type Scope, type TranslateContext } from './context.ts'
import { both, subquery } from './sql.ts'

/**
 * Sort keys for the row at hand.
 *
 * @param distinct the expressions of DISTINCT ON by operand: PostgreSQL wants the sort keys to be
 *   the same, down to the
 * aliases inside
 */
export function orderByKeys(
  keys: readonly OrderBy[],
  scope: Scope,
  context: TranslateContext,
  distinct: ReadonlyMap<Operand, SqlExpression>,
): readonly SqlOrderBy[] {
  return keys.map(({ target, direction, nulls }) => {
    const known = target.kind === 'operand' ? distinct.get(target.operand) : undefined
    return { expression: known ?? targetExpression(target, scope, context), direction, nulls }
  })
}

function targetExpression(
  target: OrderByTarget,
  scope: Scope,
  context: TranslateContext,
): SqlExpression {
  if (target.kind === 'operand') return operandExpression(target.operand, scope, context)
  const alias = context.alias()
  const inner = scopeOf(alias)
  const value =
    target.kind === 'aggregate'
      ? aggregateExpression(target.call, inner, context)
      : targetExpression(target.target, inner, context)
  const where = both(
    joinCondition(target.relation.mapping, scope.row, alias, context),
    booleanExpression(target.permission, inner, context),
  )
  const select: SqlSelect = {
    kind: 'select',
    columns: [{ expression: value }],
    from: sourceFrom(target.relation.source, alias, scope.row),
    ...(where && { where }),
  }
  return subquery(
    target.kind === 'aggregate' ? select : { ...select, limit: { kind: 'integer', value: 1 } },
  )
}
