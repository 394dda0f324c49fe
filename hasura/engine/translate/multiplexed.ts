import { printSql } from '../sql/print.ts'
import { builtin } from '../sql/types-of.ts'
import type { SqlColumn, SqlFrom, SqlSelect } from '../sql/types.ts'
import { planValues, statementName } from './statement.ts'
import type { MultiplexedStatement, ResponseTemplate } from './types.ts'

/** The sessions that a statement serves: their ids, and JSON arrays of their parameters' values. */
export const subscribers = { table: 'subs', id: 'result_id', values: 'result_vars' }

/** Reads them from `$1`, a JSON object. */
export const subscribersFrom: SqlFrom = {
  kind: 'function',
  function: { schema: 'pg_catalog', name: 'json_each' },
  arguments: [{ value: { kind: 'position', position: 1, type: builtin('json') } }],
  alias: subscribers.table,
  columns: [subscribers.id, subscribers.values],
}

const result = 'result'

/**
 * Asks one query for many subscribers: `$1` is a JSON object from their ids to JSON arrays of
 * parameter values. Rows are `(id, column 0, column 1, …)`.
 */
export function multiplexed(query: SqlSelect, response: ResponseTemplate): MultiplexedStatement {
  const columns = query.columns === 'all' ? [] : query.columns
  const printed = printSql(
    {
      kind: 'select',
      columns: [
        { expression: { kind: 'column', table: subscribers.table, name: subscribers.id } },
        ...columns.map(({ alias }): SqlColumn => ({
          expression: { kind: 'column', table: result, name: alias ?? '' },
        })),
      ],
      from: subscribersFrom,
      joins: [{ type: 'left', lateral: true, from: { kind: 'query', query, alias: result } }],
    },
    { kind: 'json', table: subscribers.table, column: subscribers.values },
  )
  return {
    text: printed.text,
    name: statementName(printed.text),
    parameters: planValues(printed.parameters),
    response,
  }
}
