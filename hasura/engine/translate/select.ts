import type { SelectField, SelectRows } from '../plan/types.ts'
import { builtin } from '../sql/types-of.ts'
import type { SqlColumn, SqlExpression, SqlSelect } from '../sql/types.ts'
import { aggregateValue } from './aggregate.ts'
import { scopeOf, type TranslateContext } from './scope.ts'
import { operandExpression } from './operand.ts'
import { joinedRows } from './joined.ts'
import { outputExpression } from './output.ts'
import { rowsQuery } from './rows.ts'
import { areNames, jsonObject, subquery, system } from './sql.ts'

const text = builtin('text')

/** JSON of a row set: a list that is never null, or one object or null. */
export function rowsValue(select: SelectRows, parent: string, context: TranslateContext): SqlExpression {
  return select.shape === 'many' ? listValue(select, parent, context) : objectValue(select, parent, context)
}

function listValue(select: SelectRows, parent: string, context: TranslateContext): SqlExpression {
  const alias = context.alias()
  const joined = joinedRows(select.rows, context)
  const row = fieldsRow(select.fields, joined.aliases)
  const query = joined.join(rowsQuery(joined.rows, parent, 'with role limit', base => row.columns(base, context), context))
  return subquery({
    kind: 'select',
    columns: [{ expression: { kind: 'coalesce', items: [system('json_agg', row.whole(alias)), { kind: 'text', value: '[]' }] } }],
    from: { kind: 'query', query, alias },
  })
}

/** A related or single row: the first one, whatever the number. */
function objectValue({ rows, fields }: SelectRows, parent: string, context: TranslateContext): SqlExpression {
  const alias = context.alias()
  const row = fieldsRow(fields)
  const query: SqlSelect = { ...rowsQuery(rows, parent, 'without role limit', base => row.columns(base, context), context), limit: { kind: 'integer', value: 1 } }
  return subquery({ kind: 'select', columns: [{ expression: row.json(alias) }], from: { kind: 'query', query, alias } })
}

/** How a row's fields become one JSON object. */
export interface FieldsRow {
  /** Columns of the inner query over the table `base`. */
  readonly columns: (base: string, context: TranslateContext) => readonly SqlColumn[]
  /** The row of the inner query, for `json_agg`. */
  readonly whole: (alias: string) => SqlExpression
  /** The row of the inner query as JSON. */
  readonly json: (alias: string) => SqlExpression
}

/**
 * Column names are the response keys, unless one is too long for a name: then the object is built inside.
 *
 * @param joined aliases of related rows that the inner query has joined, by response key
 */
export function fieldsRow(fields: readonly SelectField[], joined: ReadonlyMap<string, string> = new Map()): FieldsRow {
  if (areNames(fields.map(field => field.key))) {
    return {
      columns: (base, context) => fieldColumns(fields, joined, base, context),
      whole: alias => ({ kind: 'row', table: alias }),
      json: alias => system('row_to_json', { kind: 'row', table: alias }),
    }
  }
  const built = 'row'
  const value = (alias: string): SqlExpression => ({ kind: 'column', table: alias, name: built })
  return { columns: (base, context) => [{ expression: jsonObject(fieldColumns(fields, joined, base, context)), alias: built }], whole: value, json: value }
}

/** A column for each field, named by its response key. */
function fieldColumns(fields: readonly SelectField[], joined: ReadonlyMap<string, string>, base: string, context: TranslateContext): readonly SqlColumn[] {
  return fields.map((field) => {
    const row = joined.get(field.key)
    const expression = row !== undefined && field.kind === 'rows' ? joinedValue(field.rows, row, context) : fieldExpression(field, base, context)
    return { expression, alias: field.key }
  })
}

/** JSON of a related row that is there already. */
function joinedValue({ fields }: SelectRows, row: string, context: TranslateContext): SqlExpression {
  const alias = context.alias()
  const inner = fieldsRow(fields)
  const query: SqlSelect = { kind: 'select', columns: inner.columns(row, context) }
  return subquery({ kind: 'select', columns: [{ expression: inner.json(alias) }], from: { kind: 'query', query, alias } })
}

function fieldExpression(field: SelectField, base: string, context: TranslateContext): SqlExpression {
  switch (field.kind) {
    case 'typename': return { kind: 'cast', of: { kind: 'text', value: field.name }, type: text }
    case 'value': return outputExpression(operandExpression(field.operand, scopeOf(base), context), field.output)
    case 'rows': return rowsValue(field.rows, base, context)
    case 'aggregate': return aggregateValue(field.aggregate, base, context, rowsValue)
  }
}
