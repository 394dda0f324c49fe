import type { AggregateField, Operand, SelectAggregate } from '../plan/types.ts'
import type { SqlColumn, SqlExpression } from '../sql/types.ts'
import { aggregateExpression, operandExpression } from './bool-exp.ts'
import { scopeOf, type TranslateContext } from './context.ts'
import { jsonObject, jsonValue, type JsonMember } from './json.ts'
import { rowsQuery } from './rows.ts'
import { outputExpression } from './output.ts'
import { subquery } from './sql.ts'

/**
 * Aggregates of the chosen rows. Where nothing cuts or reorders the rows they are read directly,
 * else through a query of the values.
 */
export function aggregateFields(
  fields: readonly AggregateField[],
  rows: SelectAggregate['rows'],
  parent: string,
  context: TranslateContext,
): SqlExpression {
  if (!fields.some(isComputed)) return aggregatesOf(fields, '', undefined, context)
  const isPlain = rows.distinctOn.length === 0 && !rows.limit && !rows.offset
  if (isPlain) {
    return subquery(
      rowsQuery(
        { ...rows, orderBy: [] },
        parent,
        'without role limit',
        alias => [{ expression: aggregatesOf(fields, alias, undefined, context) }],
        context,
      ),
    )
  }
  const alias = context.alias()
  const values = valuesOf(fields)
  const query = rowsQuery(
    rows,
    parent,
    'without role limit',
    base => valueColumns(values.operands, base, context),
    context,
  )
  return subquery({
    kind: 'select',
    columns: [{ expression: aggregatesOf(values.fields, alias, undefined, context) }],
    from: { kind: 'query', query, alias },
  })
}

/**
 * The operands of all calls, and the same calls over columns with their values: an operand may pass
 * the table's own row to a function, which only the query of that table can.
 */
function valuesOf(fields: readonly AggregateField[]): {
  readonly fields: readonly AggregateField[]
  readonly operands: readonly Operand[]
} {
  const operands: Operand[] = []
  const overValues = (field: AggregateField): AggregateField => {
    switch (field.kind) {
      case 'typename':
        return field
      case 'group':
        return { ...field, fields: field.fields.map(overValues) }
      case 'call':
        return {
          ...field,
          call: {
            ...field.call,
            operands: field.call.operands.map((operand): Operand => ({
              kind: 'column',
              name: valueName(operands.push(operand) - 1),
              type: operand.type,
              of: 'row',
            })),
          },
        }
    }
  }
  return { fields: fields.map(overValues), operands }
}

/** DISTINCT ON wants a column, even where rows are only counted. */
function valueColumns(
  operands: readonly Operand[],
  base: string,
  context: TranslateContext,
): readonly SqlColumn[] {
  if (operands.length === 0) return [{ expression: { kind: 'integer', value: 1 } }]
  return operands.map((operand, index) => ({
    expression: operandExpression(operand, scopeOf(base), context),
    alias: valueName(index),
  }))
}

function valueName(index: number): string {
  return `value${index}`
}

/**
 * Type names alone need no rows; without an aggregate function a query would give one answer for
 * each.
 */
export function isComputed(field: AggregateField): boolean {
  return field.kind === 'group' ? field.fields.some(isComputed) : field.kind === 'call'
}

/** JSON text of aggregates over the rows of `alias` that satisfy `filter`. */
export function aggregatesOf(
  fields: readonly AggregateField[],
  alias: string,
  filter: SqlExpression | undefined,
  context: TranslateContext,
): SqlExpression {
  const jsonOf = (field: AggregateField): JsonMember['json'] => {
    switch (field.kind) {
      case 'typename':
        return JSON.stringify(field.name)
      case 'call':
        return jsonValue(
          outputExpression(
            aggregateExpression(field.call, scopeOf(alias), context, filter),
            field.output,
          ),
          field.output.json,
        )
      case 'group':
        return aggregatesOf(field.fields, alias, filter, context)
    }
  }
  return jsonObject(fields.map(field => ({ key: field.key, json: jsonOf(field) })))
}
