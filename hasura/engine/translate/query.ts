import type { QueryPlan, RootField } from '../plan/types.ts'
import type { SqlColumn, SqlExpression, SqlSelect } from '../sql/types.ts'
import type { TranslateContext } from './context.ts'
import { multiplexed } from './multiplexed.ts'
import { aggregatePasses, type Passes } from './one-pass.ts'
import { mergedPieces } from './pieces.ts'
import { aggregateValue, rowsValue } from './select.ts'
import { sharingContext } from './hoisted-filters.ts'
import { printStatement } from './statement.ts'
import type { MultiplexedStatement, ResponseTemplate, Statement } from './types.ts'

/** The tree of a statement before it is printed. */
interface StatementTree {
  /** One row; one text column for each database root field. */
  readonly select: SqlSelect
  readonly response: ResponseTemplate
}

/** One statement for all root fields; its text depends only on the plan. */
export function translateQuery(plan: QueryPlan): Statement {
  const { select, response } = queryTree(plan)
  return printStatement(select, response)
}

function queryTree({ fields }: QueryPlan): StatementTree {
  const context = sharingContext()
  const passes = aggregatePasses(fields, context)
  const columns: SqlColumn[] = []
  const response = mergedPieces(
    objectTemplate(fields, columns, field => passes.values.get(field) ?? rootValue(field, context)),
  )
  return {
    select: { kind: 'select', with: context.commonTables(), columns, ...joinedRows(passes) },
    response,
  }
}

function joinedRows({ queries: [first, ...others] }: Passes): Pick<SqlSelect, 'from' | 'joins'> {
  return first
    ? { from: first, joins: others.map(from => ({ type: 'cross', lateral: false, from })) }
    : {}
}

/** A root field that the database answers. */
type ReadField = Extract<RootField, { kind: 'rows' | 'aggregate' }>

/** JSON of the fields: constant text, and indexes of the columns that are added on the way. */
function objectTemplate(
  fields: readonly RootField[],
  columns: SqlColumn[],
  valueOf: (field: ReadField) => SqlExpression,
): (string | number)[] {
  const pieces: (string | number)[] = ['{']
  fields.forEach((field, index) => {
    pieces.push(`${index === 0 ? '' : ','}${JSON.stringify(field.key)}:`)
    if (field.kind === 'json') pieces.push(field.json)
    else if (field.kind === 'namespace')
      pieces.push(...objectTemplate(field.fields, columns, valueOf))
    else
      pieces.push(columns.push({ expression: valueOf(field), alias: String(columns.length) }) - 1)
  })
  pieces.push('}')
  return pieces
}

function rootValue(field: ReadField, context: TranslateContext): SqlExpression {
  return field.kind === 'rows'
    ? rowsValue(field.rows, '', context)
    : aggregateValue(field.aggregate, '', context)
}

/**
 * A live query for many subscribers at once; the response template's indexes count from the first
 * column after the result id.
 */
export function translateLiveQuery(plan: QueryPlan): MultiplexedStatement {
  const { select, response } = queryTree(plan)
  return multiplexed(select, response)
}
