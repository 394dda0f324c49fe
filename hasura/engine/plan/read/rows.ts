import type { ArgumentValue } from '../../document/types.ts'
import { EngineError } from '../../errors.ts'
import type { RoleTable } from '../../schema/types.ts'
import { whereOf } from './bool-exp.ts'
import { rowFilter, type PlanContext } from '../context.ts'
import { columnOperand } from './operand.ts'
import { orderByOf } from './order-by.ts'
import type { ColumnPair, Operand, OrderBy, RowCount, RowSet, RowSource } from '../types.ts'
import { argumentValue } from './value.ts'

/** The arguments of a field, by name. */
export type Arguments = ReadonlyMap<string, ArgumentValue>

/** Where rows come from and how they hang on the parent. */
export interface RowOrigin {
  readonly source: RowSource
  readonly mapping: readonly ColumnPair[]
}

/** The rows of a table as a root field or array relationship takes them. */
export function tableOrigin(target: RoleTable, mapping: readonly ColumnPair[] = []): RowOrigin {
  return { source: { kind: 'table', table: target.table.name }, mapping }
}

/**
 * The row set of a field with the five select arguments.
 *
 * @throws EngineError validation-failed when distinct_on and order_by do not go together
 */
export function rowSet(
  origin: RowOrigin,
  args: Arguments,
  target: RoleTable,
  path: string,
  context: PlanContext,
): RowSet {
  const distinctOn = distinctColumns(
    args.get('distinct_on') ?? args.get('distinctOn'),
    target,
    context,
  )
  const orderBy = orderByOf(args.get('order_by') ?? args.get('orderBy'), target, context)
  return {
    ...plainRows(origin, target, context),
    where: whereOf(args.get('where'), target, context),
    distinctOn,
    orderBy:
      distinctOn.length === 0 ? orderBy : orderedByDistinct(distinctOn, orderBy, `${path}.args`),
    limit: rowCount(args.get('limit')),
    offset: rowCount(args.get('offset')),
    permissionLimit: target.permissions.select?.limit,
  }
}

/** All rows that the role may see, in no order. */
export function plainRows(origin: RowOrigin, target: RoleTable, context: PlanContext): RowSet {
  return {
    ...origin,
    permission: rowFilter(target, context.schema.source),
    where: undefined,
    distinctOn: [],
    orderBy: [],
    limit: undefined,
    offset: undefined,
    permissionLimit: undefined,
  }
}

function distinctColumns(
  argument: ArgumentValue | undefined,
  target: RoleTable,
  context: PlanContext,
): readonly Operand[] {
  if (argument?.kind !== 'list') return []
  const seen = new Set<string>()
  return argument.items.flatMap((item) => {
    if (
      item.kind !== 'enum'
      || item.value.annotation.kind !== 'column'
      || seen.has(item.value.name)
    )
      return []
    seen.add(item.value.name)
    return [columnOperand(item.value.annotation.readable, target, context)]
  })
}

/**
 * PostgreSQL wants the distinct columns to come first in the sort keys; so does Hasura, in any
 * order among them. Those sort keys become the distinct operands themselves, so that both are one
 * expression.
 */
function orderedByDistinct(
  distinctOn: readonly Operand[],
  orderBy: readonly OrderBy[],
  path: string,
): readonly OrderBy[] {
  const distinct = new Map(distinctOn.map(operand => [operandKey(operand), operand]))
  const first = orderBy.slice(0, distinctOn.length).map((key): OrderBy => {
    const operand =
      key.target.kind === 'operand' ? distinct.get(operandKey(key.target.operand)) : undefined
    return operand ? { ...key, target: { kind: 'operand', operand } } : key
  })
  if (
    orderBy.length > 0
    && !distinctOn.every(operand =>
      first.some(({ target }) => target.kind === 'operand' && target.operand === operand),
    )
  ) {
    throw new EngineError(
      'validation-failed',
      '"distinct_on" columns must match initial "order_by" columns',
      path,
    )
  }
  return [...first, ...orderBy.slice(distinctOn.length)]
}

function operandKey(operand: Operand): string | undefined {
  if (operand.kind === 'masked') return operandKey(operand.operand)
  return operand.kind === 'column' ? operand.name : undefined
}

/**
 * A limit or offset: a literal is part of the statement, so that PostgreSQL plans with it; a
 * variable is a parameter.
 */
export function rowCount(argument: ArgumentValue | undefined): RowCount | undefined {
  if (argument?.kind !== 'scalar') return undefined
  const { constant } = argument.text
  if (typeof constant === 'string') return { kind: 'fixed', count: BigInt(constant) }
  return { kind: 'value', value: argumentValue(argument) }
}
