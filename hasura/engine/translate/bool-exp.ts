import { comparisonOperators, type ComparisonOperator } from '../metadata/operators.ts'
import type {
  AggregateCall,
  AggregateComparison,
  BoolExp,
  Operand,
} from '../plan/types.ts'
import type { QualifiedName, SqlExpression, SqlSelect } from '../sql/types.ts'
import type { Scope, TranslateContext } from './context.ts'
import { callArguments, joinCondition, sourceFrom } from './source.ts'
import { both } from './sql.ts'
import { valueExpression } from './value.ts'

/** A condition on the row at hand. */
export function booleanExpression(
  condition: BoolExp,
  scope: Scope,
  context: TranslateContext,
): SqlExpression {
  switch (condition.kind) {
    case 'and':
      return {
        kind: 'and',
        all: condition.operands.map(operand => booleanExpression(operand, scope, context)),
      }
    case 'or':
      return {
        kind: 'or',
        any: condition.operands.map(operand => booleanExpression(operand, scope, context)),
      }
    case 'not':
      return { kind: 'not', of: booleanExpression(condition.operand, scope, context) }
    case 'union':
      return unionMembership(condition, scope, context)
    case 'compare':
      return comparison(condition, scope, context)
    case 'isNull':
      return {
        kind: 'isNull',
        of: operandExpression(condition.operand, scope, context),
        negated: condition.negated,
      }
    case 'exists':
      return {
        kind: 'exists',
        query: relatedRows(
          condition,
          [{ expression: { kind: 'integer', value: 1 } }],
          scope,
          context,
        ),
      }
    case 'aggregate':
      return aggregateCondition(condition, scope, context)
    case 'permission':
      return {
        kind: 'permission',
        of: booleanExpression(
          condition.operand,
          { row: scope.row, root: scope.row, constants: 'text' },
          context,
        ),
      }
  }
}

/** An operand for the row at hand. */
export function operandExpression(
  operand: Operand,
  scope: Scope,
  context: TranslateContext,
): SqlExpression {
  switch (operand.kind) {
    case 'column':
      return context.column(operand.of === 'root' ? scope.root : scope.row, operand.name)
    case 'function':
      return {
        kind: 'call',
        function: operand.call.function,
        arguments: callArguments(operand.call, scope.row),
      }
    case 'cast':
      return {
        kind: 'cast',
        of: operandExpression(operand.operand, scope, context),
        type: operand.type,
      }
    case 'value':
      return valueExpression(operand.value, operand.type, scope)
    case 'literal':
      return { kind: 'cast', of: { kind: 'text', value: operand.text }, type: operand.type }
    case 'masked':
      return {
        kind: 'case',
        when: [
          {
            condition: booleanExpression(operand.when, scope, context),
            value: operandExpression(operand.operand, scope, context),
          },
        ],
      }
  }
}

function relatedRows(
  {
    relation,
    permission,
    where,
  }: Pick<Extract<BoolExp, { kind: 'exists' | 'aggregate' }>, 'relation' | 'permission' | 'where'>,
  columns: SqlSelect['columns'],
  scope: Scope,
  context: TranslateContext,
): SqlSelect {
  const alias = context.alias()
  const inner: Scope = { ...scope, row: alias }
  const condition = both(
    joinCondition(relation.mapping, scope.row, alias, context),
    permission && booleanExpression(permission, inner, context),
    booleanExpression(where, inner, context),
  )
  return {
    kind: 'select',
    columns,
    from: sourceFrom(relation.source, alias, scope.row),
    ...(condition && { where: condition }),
  }
}

function unionMembership(
  { source, key, operands }: Extract<BoolExp, { kind: 'union' }>,
  scope: Scope,
  context: TranslateContext,
): SqlExpression {
  const queries = operands.map((operand): SqlSelect => {
    const alias = context.alias()
    return {
      kind: 'select',
      columns: key.map(({ name }) => ({ expression: context.column(alias, name) })),
      from: sourceFrom(source, alias, alias),
      where: booleanExpression(operand, { ...scope, row: alias, root: alias }, context),
    }
  })
  return {
    kind: 'in',
    left: key.map(({ name }) => context.column(scope.row, name)),
    query: { kind: 'union', all: false, queries },
  }
}

/** An aggregate without GROUP BY is always one group, so HAVING decides whether a row is there. */
function aggregateCondition(
  condition: Extract<BoolExp, { kind: 'aggregate' }>,
  scope: Scope,
  context: TranslateContext,
): SqlExpression {
  const select = relatedRows(
    condition,
    [{ expression: { kind: 'integer', value: 1 } }],
    scope,
    context,
  )
  const alias = select.from?.alias ?? ''
  const value = aggregateExpression(condition.call, { ...scope, row: alias }, context)
  return {
    kind: 'exists',
    query: {
      ...select,
      having: {
        kind: 'and',
        all: condition.predicate.map(item => aggregateComparison(value, item)),
      },
    },
  }
}

function aggregateComparison(left: SqlExpression, item: AggregateComparison): SqlExpression {
  if (item.kind === 'isNull') return { kind: 'isNull', of: left, negated: item.negated }
  return compare(left, item.operator, { kind: 'parameter', source: item.value, type: item.type })
}

/**
 * An aggregate function over the rows of `scope.row` that satisfy `filter`. Several columns are
 * counted as one row value.
 */
export function aggregateExpression(
  call: AggregateCall,
  scope: Scope,
  context: TranslateContext,
  filter?: SqlExpression,
): SqlExpression {
  const operands = call.operands.map(operand => operandExpression(operand, scope, context))
  const counted: readonly SqlExpression[] =
    call.name === 'count' && operands.length > 1 ? [{ kind: 'tuple', items: operands }] : operands
  return {
    kind: 'call',
    function: aggregateFunction(call),
    arguments: counted.map(value => ({ value })),
    distinct: call.distinct,
    star: operands.length === 0,
    ...(filter && { filter }),
  }
}

/** The type citext brings a `max` and `min` of its own; PostgreSQL's would compare it as text. */
function aggregateFunction({ name, operands: [operand] }: AggregateCall): QualifiedName {
  const isOwn = operand?.type.name === 'citext' && (name === 'max' || name === 'min')
  return { schema: isOwn ? operand.type.schema : 'pg_catalog', name }
}

function comparison(
  { left, operator, right, nullAware }: Extract<BoolExp, { kind: 'compare' }>,
  scope: Scope,
  context: TranslateContext,
): SqlExpression {
  const a = operandExpression(left, scope, context)
  const b = operandExpression(right, scope, context)
  const plain = compare(a, operator, b)
  if (!nullAware || !isNullable(right)) return plain
  const isNull = (of: SqlExpression, negated: boolean): SqlExpression => ({
    kind: 'isNull',
    of,
    negated,
  })
  return {
    kind: 'or',
    any: [plain, { kind: 'and', all: [isNull(a, operator === '_neq'), isNull(b, false)] }],
  }
}

/**
 * A session variable is never null once it is there, nor is a constant that is not; only the rest
 * needs asking.
 */
function isNullable(operand: Operand): boolean {
  if (operand.kind === 'literal') return false
  if (operand.kind !== 'value') return true
  return operand.value.kind === 'constant'
    ? operand.value.text === null
    : operand.value.kind !== 'session'
}

function compare(
  left: SqlExpression,
  operator: ComparisonOperator,
  right: SqlExpression,
): SqlExpression {
  const { sql } = comparisonOperators[operator]
  if (sql === 'IN') return { kind: 'any', left, operator: '=', array: right }
  if (sql === 'NOT IN')
    return { kind: 'not', of: { kind: 'any', left, operator: '=', array: right } }
  return { kind: 'binary', operator: sql, left, right }
}
