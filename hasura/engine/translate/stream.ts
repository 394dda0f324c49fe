import type { StreamPlan } from '../plan/types.ts'
import type { SqlSelect } from '../sql/types.ts'
import { translateContext } from './context.ts'
import { jsonArray } from './json.ts'
import { multiplexed } from './multiplexed.ts'
import { rowsQuery } from './rows.ts'
import { fieldsRow } from './select.ts'
import { subquery, system } from './sql.ts'
import type { MultiplexedStatement } from './types.ts'

/**
 * A streaming subscription for many subscribers at once. Column 0 is the batch; the last column is
 * the next cursor as text, null when there are no rows. A batch is as large as the client asks, at
 * most the role's limit; rows that share the last cursor value still come together.
 */
export function translateStream(plan: StreamPlan): MultiplexedStatement {
  const context = translateContext()
  const batch = context.alias()
  const fields = context.alias()
  const row = fieldsRow(plan.rows.fields)
  const rows = rowsQuery(
    plan.rows.rows,
    '',
    'with role limit',
    base => [
      {
        expression: subquery({
          kind: 'select',
          columns: [{ expression: row.json(fields) }],
          from: {
            kind: 'query',
            query: { kind: 'select', columns: row.columns(base, context) },
            alias: fields,
          },
        }),
        alias: 'row',
      },
      { expression: context.column(base, plan.cursor.column.name), alias: 'cursor' },
    ],
    context,
  )
  const select: SqlSelect = {
    kind: 'select',
    columns: [
      { expression: jsonArray(context.column(batch, 'row')), alias: '0' },
      {
        expression: {
          kind: 'binary',
          operator: '->>',
          left: system('json_agg', context.column(batch, 'cursor')),
          right: { kind: 'integer', value: -1 },
        },
        alias: '1',
      },
    ],
    from: { kind: 'query', query: { ...rows, withTies: true }, alias: batch },
  }
  return multiplexed(select, [`{${JSON.stringify(plan.key)}:`, 0, '}'])
}
