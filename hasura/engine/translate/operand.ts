import type { FunctionCall, Operand, RowSource, Value } from '../plan/types.ts'
import type { SqlArgument, SqlExpression, SqlFrom, SqlType } from '../sql/types.ts'
import type { Scope, TranslateContext } from './scope.ts'

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
            condition: context.condition(operand.when, scope, context),
            value: operandExpression(operand.operand, scope, context),
          },
        ],
      }
  }
}

/** @see docs/one-plan-for-every-session.md */
function valueExpression(value: Value, type: SqlType, { constants }: Scope): SqlExpression {
  if (value.kind === 'session')
    return { kind: 'parameter', source: value, type, veiled: !type.array }
  if (constants === 'parameters' || value.kind !== 'constant')
    return { kind: 'parameter', source: value, type }
  return {
    kind: 'cast',
    of: value.text === null ? { kind: 'null' } : { kind: 'text', value: value.text },
    type,
  }
}

/** Arguments of a function; `row` arguments are the whole row of `row`. */
function callArguments(call: FunctionCall, row: string): readonly SqlArgument[] {
  return call.arguments.map((argument): SqlArgument => ({
    ...(argument.name === undefined ? {} : { name: argument.name }),
    value:
      argument.kind === 'row'
        ? { kind: 'row', table: row }
        : { kind: 'parameter', source: argument.value, type: argument.type },
  }))
}

/** Where rows come from; `parent` is the row that a function's row argument stands for. */
export function sourceFrom(source: RowSource, alias: string, parent: string): SqlFrom {
  switch (source.kind) {
    case 'table':
      return { kind: 'table', table: source.table, alias }
    case 'function':
      return {
        kind: 'function',
        function: source.call.function,
        arguments: callArguments(source.call, parent),
        alias,
      }
    case 'captured':
      return { kind: 'reference', name: source.name, alias }
  }
}
