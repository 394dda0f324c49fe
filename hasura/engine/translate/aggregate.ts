import type { AggregateField, AggregatePart, SelectAggregate, SelectRows } from '../plan/types.ts'
import type { SqlColumn, SqlExpression } from '../sql/types.ts'
import { aggregateExpression } from './bool-exp.ts'
import { scopeOf, type TranslateContext } from './scope.ts'
import { rowsQuery } from './rows.ts'
import { outputExpression } from './output.ts'
import { jsonObject, subquery } from './sql.ts'

/** JSON of a row set. */
type RowsValue = (select: SelectRows, parent: string, context: TranslateContext) => SqlExpression

/**
 * JSON of `T_aggregate`. Aggregates are over all rows that the arguments choose; nodes are the same rows, cut by the
 * role's limit, so they are a query of their own.
 *
 * @param rowsValue how nodes are read
 */
export function aggregateValue({ rows, parts }: SelectAggregate, parent: string, context: TranslateContext, rowsValue: RowsValue): SqlExpression {
  const partValue = (part: AggregatePart): SqlExpression => {
    switch (part.kind) {
      case 'typename': return { kind: 'text', value: part.name }
      case 'nodes': return rowsValue({ shape: 'many', rows, fields: part.fields }, parent, context)
      case 'aggregate': return aggregateFields(part.fields, rows, parent, context)
    }
  }
  return jsonObject(parts.map((part): SqlColumn => ({ expression: partValue(part), alias: part.key })))
}

/** Aggregates of the chosen rows. Where nothing cuts or reorders the rows they are read directly, else through a query. */
function aggregateFields(fields: readonly AggregateField[], rows: SelectAggregate['rows'], parent: string, context: TranslateContext): SqlExpression {
  const isPlain = rows.distinctOn.length === 0 && !rows.limit && !rows.offset
  if (isPlain) {
    return subquery(rowsQuery({ ...rows, orderBy: [] }, parent, 'without role limit', alias => [{ expression: membersOf(fields, alias, context) }], context))
  }
  const alias = context.alias()
  const query = rowsQuery(rows, parent, 'without role limit', () => 'all', context)
  return subquery({
    kind: 'select',
    columns: [{ expression: membersOf(fields, alias, context) }],
    from: { kind: 'query', query, alias },
  })
}

function membersOf(fields: readonly AggregateField[], alias: string, context: TranslateContext): SqlExpression {
  return jsonObject(fields.map((field): SqlColumn => ({ expression: memberValue(field, alias, context), alias: field.key })))
}

function memberValue(field: AggregateField, alias: string, context: TranslateContext): SqlExpression {
  switch (field.kind) {
    case 'typename': return { kind: 'text', value: field.name }
    case 'call': return outputExpression(aggregateExpression(field.call, scopeOf(alias), context), field.output)
    case 'group': return membersOf(field.fields, alias, context)
  }
}
