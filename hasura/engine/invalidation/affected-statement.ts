import type { RowKeyColumn } from '../changes/types.ts'
import type { BoolExp } from '../plan/types.ts'
import { printSql } from '../sql/print.ts'
import { builtin } from '../sql/types-of.ts'
import type { SqlCommonTable, SqlExpression, SqlFrom, SqlJoin, SqlSelect } from '../sql/types.ts'
import { booleanExpression } from '../translate/bool-exp.ts'
import { joinCondition, sourceFrom } from '../translate/source.ts'
import {
  scopeOf,
  translateContext,
  type Scope,
  type TranslateContext,
} from '../translate/context.ts'
import { subscribers, subscribersFrom } from '../translate/multiplexed.ts'
import { planValues, statementName } from '../translate/statement.ts'
import { both, subquery, system } from '../translate/sql.ts'
import type { AffectedStatement, RowKeyCondition } from './types.ts'

const rowKeys = { table: 'images', row: 'row' }
const affected = 'affected'
const json = builtin('json')

/**
 * One way in which a condition can hold: rows that must be there, and what must be true of them.
 */
interface Disjunct {
  readonly joins: readonly SqlJoin[]
  readonly where: readonly SqlExpression[]
}

/** More disjuncts than this are not told apart. */
const maxDisjuncts = 16

/**
 * A statement for the sessions for which a row's key satisfies one of the conditions; undefined
 * when none ever can.
 *
 * Related rows are joined instead of asked for by EXISTS, and ORs become parts of a union, so that
 * PostgreSQL can start at the few keys, follow indexes, and look the sessions up at the end,
 * however many there are.
 */
export function translateAffected(
  conditions: readonly RowKeyCondition[],
): AffectedStatement | undefined {
  const columns = new Map<string, RowKeyCondition['columns']>()
  const plain = translateContext()
  const context: TranslateContext = {
    ...plain,
    column: (alias, name) =>
      rowKeyColumn(alias, columns.get(alias)?.get(name)) ?? plain.column(alias, name),
  }
  const queries = conditions.flatMap(({ condition, columns: known }) => {
    const alias = context.alias()
    columns.set(alias, known)
    return toDisjuncts(condition, scopeOf(alias), context).map(disjunct =>
      disjunctQuery(disjunct, alias),
    )
  })
  if (queries.length === 0) return undefined
  const id: SqlExpression = { kind: 'column', table: affected, name: subscribers.id }
  const printed = printSql(
    {
      kind: 'select',
      with: [subscribersTable, rowKeysTable],
      distinctOn: [id],
      columns: [{ expression: id }],
      from: { kind: 'query', query: { kind: 'union', all: true, queries }, alias: affected },
    },
    { kind: 'json', table: subscribers.table, column: subscribers.values },
  )
  return {
    text: printed.text,
    name: statementName(printed.text),
    parameters: planValues(printed.parameters),
  }
}

/** Both lists are read once. */
const subscribersTable: SqlCommonTable = {
  name: subscribers.table,
  materialized: true,
  query: {
    kind: 'select',
    columns: [subscribers.id, subscribers.values].map(name => ({
      expression: { kind: 'column', name },
    })),
    from: subscribersFrom,
  },
}

/**
 * By way of an array, of which PostgreSQL expects ten elements, whatever it is given: of a JSON
 * array it would expect a hundred.
 */
const rowKeysTable: SqlCommonTable = {
  name: rowKeys.table,
  materialized: true,
  query: {
    kind: 'select',
    columns: [{ expression: { kind: 'column', name: rowKeys.row } }],
    from: systemFrom(
      'unnest',
      subquery({
        kind: 'select',
        columns: [{ expression: system('array_agg', { kind: 'column', name: rowKeys.row }) }],
        from: systemFrom('json_array_elements', { kind: 'position', position: 2, type: json }),
      }),
    ),
  },
}

function systemFrom(name: string, argument: SqlExpression): SqlFrom {
  return {
    kind: 'function',
    function: { schema: 'pg_catalog', name },
    arguments: [{ value: argument }],
    alias: rowKeys.table,
    columns: [rowKeys.row],
  }
}

function rowKeyColumn(alias: string, column: RowKeyColumn | undefined): SqlExpression | undefined {
  if (!column) return undefined
  const row: SqlExpression = { kind: 'column', table: alias, name: rowKeys.row }
  return {
    kind: 'cast',
    of: { kind: 'binary', operator: '->>', left: row, right: { kind: 'text', value: column.name } },
    type: column.type,
  }
}

function disjunctQuery({ joins, where }: Disjunct, image: string): SqlSelect {
  const condition = both(...where)
  return {
    kind: 'select',
    columns: [{ expression: { kind: 'column', table: subscribers.table, name: subscribers.id } }],
    from: { kind: 'reference', name: rowKeys.table, alias: image },
    joins: [
      ...joins,
      inner({ kind: 'reference', name: subscribers.table, alias: subscribers.table }),
    ],
    ...(condition && { where: condition }),
  }
}

function inner(from: SqlFrom): SqlJoin {
  return { type: 'inner', lateral: false, from }
}

function toDisjuncts(
  condition: BoolExp,
  scope: Scope,
  context: TranslateContext,
): readonly Disjunct[] {
  switch (condition.kind) {
    case 'and':
      return condition.operands.reduce<readonly Disjunct[]>(
        (disjuncts, operand) => combined(disjuncts, operand, scope, context),
        [{ joins: [], where: [] }],
      )
    case 'or': {
      const disjuncts = condition.operands.flatMap(operand => toDisjuncts(operand, scope, context))
      return disjuncts.length > maxDisjuncts
        ? [plainDisjunct(condition, scope, context)]
        : disjuncts
    }
    case 'permission':
      return toDisjuncts(
        condition.operand,
        { row: scope.row, root: scope.row, constants: 'text' },
        context,
      )
    case 'exists':
      return condition.relation.source.kind === 'table' && condition.relation.mapping.length > 0
        ? relatedDisjuncts(condition, scope, context)
        : [plainDisjunct(condition, scope, context)]
    default:
      return [plainDisjunct(condition, scope, context)]
  }
}

/** Both must hold; where that multiplies beyond measure, the second stays one condition. */
function combined(
  disjuncts: readonly Disjunct[],
  condition: BoolExp,
  scope: Scope,
  context: TranslateContext,
): readonly Disjunct[] {
  const more = toDisjuncts(condition, scope, context)
  const others =
    disjuncts.length * more.length > maxDisjuncts
      ? [plainDisjunct(condition, scope, context)]
      : more
  return disjuncts.flatMap(disjunct =>
    others.map(other => ({
      joins: [...disjunct.joins, ...other.joins],
      where: [...disjunct.where, ...other.where],
    })),
  )
}

function plainDisjunct(condition: BoolExp, scope: Scope, context: TranslateContext): Disjunct {
  return { joins: [], where: [booleanExpression(condition, scope, context)] }
}

function relatedDisjuncts(
  { relation, permission, where }: Extract<BoolExp, { kind: 'exists' }>,
  scope: Scope,
  context: TranslateContext,
): readonly Disjunct[] {
  const alias = context.alias()
  const join = joinCondition(relation.mapping, scope.row, alias, context)
  const condition: BoolExp = { kind: 'and', operands: permission ? [permission, where] : [where] }
  return toDisjuncts(condition, { ...scope, row: alias }, context).map(disjunct => ({
    joins: [inner(sourceFrom(relation.source, alias, scope.row)), ...disjunct.joins],
    where: [...(join ? [join] : []), ...disjunct.where],
  }))
}
