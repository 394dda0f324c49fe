import type { ColumnPair, FunctionCall, RowSource } from '../plan/types.ts'
import type { SqlArgument, SqlExpression, SqlFrom } from '../sql/types.ts'
import type { TranslateContext } from './context.ts'

/** Equality of the mapped columns; undefined without any. */
export function joinCondition(
  mapping: readonly ColumnPair[],
  local: string,
  remote: string,
  context: TranslateContext,
): SqlExpression | undefined {
  if (mapping.length === 0) return undefined
  return {
    kind: 'and',
    all: mapping.map((pair): SqlExpression => ({
      kind: 'binary',
      operator: '=',
      left: context.column(remote, pair.remote.name),
      right: context.column(local, pair.local.name),
    })),
  }
}

/** Arguments of a function; `row` arguments are the whole row of `row`. */
export function callArguments(call: FunctionCall, row: string): readonly SqlArgument[] {
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
