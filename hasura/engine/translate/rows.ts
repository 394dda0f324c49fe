import { builtin } from '../sql/types-of.ts'
import type { SqlExpression, SqlSelect } from '../sql/types.ts'
import type { RowCount, RowSet } from '../plan/types.ts'
import { booleanExpression, operandExpression } from './bool-exp.ts'
import { joinCondition, sourceFrom } from './source.ts'
import { scopeOf, type TranslateContext } from './context.ts'
import { orderByKeys } from './order-by.ts'
import { both } from './sql.ts'

const bigint = builtin('int8')

/**
 * A query for the rows of a row set: filtered by the join, the permission and the client, distinct,
 * ordered and cut.
 *
 * @param parent alias of the parent row; unused at a root
 * @param limit whether the role's limit counts
 */
export function rowsQuery(
  rows: RowSet,
  parent: string,
  limit: 'with role limit' | 'without role limit',
  columns: (alias: string) => SqlSelect['columns'],
  context: TranslateContext,
): SqlSelect {
  const alias = context.alias()
  const scope = scopeOf(alias)
  context.read(rows, alias)
  const where = both(
    joinCondition(rows.mapping, parent, alias, context),
    rows.shared === undefined
      ? booleanExpression(rows.remaining ?? rows.permission, scope, context)
      : undefined,
    rows.where && booleanExpression(rows.where, scope, context),
  )
  const distinct = new Map(
    rows.distinctOn.map(operand => [operand, operandExpression(operand, scope, context)]),
  )
  const count = limitExpression(
    rows.limit,
    limit === 'with role limit' ? rows.permissionLimit : undefined,
  )
  return {
    kind: 'select',
    distinctOn: [...distinct.values()],
    columns: columns(alias),
    from:
      rows.shared === undefined
        ? sourceFrom(rows.source, alias, parent)
        : { kind: 'reference', name: rows.shared, alias },
    ...(where && { where }),
    orderBy: orderByKeys(rows.orderBy, scope, context, distinct),
    ...(count && { limit: count }),
    ...(rows.offset && { offset: countExpression(rows.offset) }),
  }
}

function countExpression(count: RowCount): SqlExpression {
  return count.kind === 'fixed'
    ? { kind: 'integer', value: count.count }
    : { kind: 'parameter', source: count.value, type: bigint }
}

/** The smaller of the client's and the role's limit. */
function limitExpression(
  given: RowCount | undefined,
  role: number | undefined,
): SqlExpression | undefined {
  if (role === undefined) return given && countExpression(given)
  const cap: SqlExpression = { kind: 'integer', value: role }
  if (!given) return cap
  if (given.kind === 'fixed') return given.count < BigInt(role) ? countExpression(given) : cap
  return {
    kind: 'case',
    when: [
      {
        condition: { kind: 'binary', operator: '<', left: countExpression(given), right: cap },
        value: countExpression(given),
      },
    ],
    otherwise: cap,
  }
}
