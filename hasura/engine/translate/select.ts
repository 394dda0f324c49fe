import type { AggregatePart, SelectAggregate, SelectField, SelectRows } from '../plan/types.ts'
import type { SqlColumn, SqlExpression, SqlSelect } from '../sql/types.ts'
import { aggregateFields } from './aggregate.ts'
import { joinedRows } from './shared-joins.ts'
import { jsonArray, jsonObject, jsonValue, orNull, type JsonMember } from './json.ts'
import { operandExpression } from './bool-exp.ts'
import { outputExpression } from './output.ts'
import { rowsQuery } from './rows.ts'
import { scopeOf, type TranslateContext } from './context.ts'
import { areNames, subquery } from './sql.ts'

/** JSON text of a row set: a list that is never NULL, or one object or NULL. */
export function rowsValue(
  select: SelectRows,
  parent: string,
  context: TranslateContext,
): SqlExpression {
  return select.shape === 'many'
    ? listValue(select, parent, context)
    : objectValue(select, parent, context)
}

function listValue(select: SelectRows, parent: string, context: TranslateContext): SqlExpression {
  const alias = context.alias()
  const joined = joinedRows(select.rows, context)
  const row = fieldsRow(select.fields, joined.aliases)
  const query = joined.join(
    rowsQuery(joined.rows, parent, 'with role limit', base => row.columns(base, context), context),
  )
  return subquery({
    kind: 'select',
    columns: [{ expression: jsonArray(row.json(alias)) }],
    from: { kind: 'query', query, alias },
  })
}

/**
 * A related or single row: the first one, whatever the number, unless the role's limit leaves none.
 * Where there is never a second one, nothing is cut off: PostgreSQL would take longer by it.
 */
function objectValue(
  { isSingle, rows, fields }: SelectRows,
  parent: string,
  context: TranslateContext,
): SqlExpression {
  const row = fieldsRow(fields)
  const query = rowsQuery(
    rows,
    parent,
    'without role limit',
    base => row.columns(base, context),
    context,
  )
  if (isSingle) return rowObject(row, query, context)
  const limit = Math.min(1, rows.permissionLimit ?? 1)
  return rowObject(row, { ...query, limit: { kind: 'integer', value: limit } }, context)
}

/** JSON text of a row that the statement has joined. */
function joinedValue(
  { fields }: SelectRows,
  base: string,
  context: TranslateContext,
): SqlExpression {
  const row = fieldsRow(fields)
  return rowObject(row, { kind: 'select', columns: row.columns(base, context) }, context)
}

function rowObject(row: FieldsRow, query: SqlSelect, context: TranslateContext): SqlExpression {
  const alias = context.alias()
  return subquery({
    kind: 'select',
    columns: [{ expression: row.json(alias) }],
    from: { kind: 'query', query, alias },
  })
}

/**
 * JSON text of `T_aggregate`. Aggregates are over all rows that the arguments choose; nodes are the
 * same rows, cut by the role's limit, so they are a query of their own.
 */
export function aggregateValue(
  { rows, parts }: SelectAggregate,
  parent: string,
  context: TranslateContext,
): SqlExpression {
  const partJson = (part: AggregatePart): JsonMember['json'] => {
    switch (part.kind) {
      case 'typename':
        return JSON.stringify(part.name)
      case 'nodes':
        return rowsValue({ shape: 'many', rows, fields: part.fields }, parent, context)
      case 'aggregate':
        return aggregateFields(part.fields, rows, parent, context)
    }
  }
  return jsonObject(parts.map(part => ({ key: part.key, json: partJson(part) })))
}

/** How a row's fields become one JSON object. */
export interface FieldsRow {
  /** Columns of the inner query over the table `base`. */
  readonly columns: (base: string, context: TranslateContext) => readonly SqlColumn[]
  /** JSON text of a row of the inner query. */
  readonly json: (alias: string) => SqlExpression
}

/**
 * Column names are the response keys, unless one is too long for a name.
 *
 * @param joined aliases of related rows that the inner query has joined, by response key
 */
export function fieldsRow(
  fields: readonly SelectField[],
  joined: ReadonlyMap<string, string> = new Map(),
): FieldsRow {
  const fit = areNames(fields.map(field => field.key))
  const named = fields.map((field, index) => ({ field, name: fit ? field.key : `value${index}` }))
  const read = named.filter(({ field }) => field.kind !== 'typename')
  return {
    columns: (base, context) =>
      read.length === 0
        ? [{ expression: { kind: 'integer', value: 1 } }]
        : read.map(({ field, name }) => ({
            expression: fieldExpression(field, base, joined, context),
            alias: name,
          })),
    json: alias =>
      jsonObject(
        named.map(({ field, name }) => ({
          key: field.key,
          json: fieldJson(field, { kind: 'column', table: alias, name }),
        })),
      ),
  }
}

function fieldExpression(
  field: SelectField,
  base: string,
  joined: ReadonlyMap<string, string>,
  context: TranslateContext,
): SqlExpression {
  switch (field.kind) {
    case 'typename':
      return { kind: 'text', value: field.name }
    case 'value':
      return outputExpression(
        operandExpression(field.operand, scopeOf(base), context),
        field.output,
      )
    case 'rows': {
      const row = joined.get(field.key)
      return row === undefined
        ? rowsValue(field.rows, base, context)
        : joinedValue(field.rows, row, context)
    }
    case 'aggregate':
      return aggregateValue(field.aggregate, base, context)
  }
}

function fieldJson(field: SelectField, column: SqlExpression): JsonMember['json'] {
  switch (field.kind) {
    case 'typename':
      return JSON.stringify(field.name)
    case 'value':
      return jsonValue(column, field.output.json)
    case 'rows':
      return field.rows.shape === 'many' ? column : orNull(column)
    case 'aggregate':
      return column
  }
}
