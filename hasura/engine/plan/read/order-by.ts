import type { ArgumentValue, ObjectEntry } from '../../document/types.ts'
import type { RoleTable } from '../../schema/types.ts'
import { builtin } from '../../sql/types-of.ts'
import { rowFilter, type PlanContext } from '../context.ts'
import { relationshipMapping } from './columns.ts'
import { aggregatedOperand, columnOperand, computedOperand } from './operand.ts'
import { implicitCall } from './function.ts'
import type { AggregateCall, BoolExp, OrderBy, OrderByTarget, Relation } from '../types.ts'

/** The sort keys of an `order_by` argument, in the order given; nulls are left out. */
export function orderByOf(
  argument: ArgumentValue | undefined,
  target: RoleTable,
  context: PlanContext,
): readonly OrderBy[] {
  if (argument?.kind !== 'list') return []
  return argument.items.flatMap(item => keysOf(item, target, context))
}

function keysOf(item: ArgumentValue, target: RoleTable, context: PlanContext): readonly OrderBy[] {
  return item.kind === 'object'
    ? item.entries.flatMap(entry => entryKeys(entry, target, context))
    : []
}

function entryKeys(
  { field, value }: ObjectEntry,
  target: RoleTable,
  context: PlanContext,
): readonly OrderBy[] {
  const { annotation } = field
  switch (annotation.kind) {
    case 'orderByColumn':
      return key(value, {
        kind: 'operand',
        operand: columnOperand(annotation.readable, target, context),
      })
    case 'orderByComputed':
      return key(value, {
        kind: 'operand',
        operand: computedOperand(
          annotation.field,
          implicitCall(annotation.field),
          annotation.grant,
          target,
          context,
        ),
      })
    case 'orderByRelationship': {
      const relation = tableRelation(annotation.relationship, target, annotation.target)
      const permission = rowFilter(annotation.target, context.schema.source)
      return keysOf(value, annotation.target, context).map(inner => ({
        ...inner,
        target: { kind: 'relationship', relation, permission, target: inner.target },
      }))
    }
    case 'orderByAggregate':
      return aggregateKeys(
        value,
        tableRelation(annotation.relationship, target, annotation.target),
        annotation.target,
        context,
      )
    case 'orderByComputedAggregate':
      return aggregateKeys(
        value,
        { source: { kind: 'function', call: implicitCall(annotation.field) }, mapping: [] },
        annotation.target,
        context,
      )
    default:
      throw new Error(`${annotation.kind} cannot stand in order_by`)
  }
}

function tableRelation(
  relationship: Parameters<typeof relationshipMapping>[0],
  from: RoleTable,
  to: RoleTable,
): Relation {
  return {
    source: { kind: 'table', table: to.table.name },
    mapping: relationshipMapping(relationship, from.table, to.table),
  }
}

function aggregateKeys(
  value: ArgumentValue,
  relation: Relation,
  target: RoleTable,
  context: PlanContext,
): readonly OrderBy[] {
  if (value.kind !== 'object') return []
  const permission: BoolExp = rowFilter(target, context.schema.source)
  const aggregate = (call: AggregateCall): OrderByTarget => ({
    kind: 'aggregate',
    relation,
    permission,
    call,
  })
  return value.entries.flatMap(({ field: { annotation }, value: below }): readonly OrderBy[] => {
    if (annotation.kind === 'orderByCount')
      return key(
        below,
        aggregate({ name: 'count', operands: [], distinct: false, type: builtin('int8') }),
      )
    if (annotation.kind !== 'orderByGroup' || below.kind !== 'object') return []
    return below.entries.flatMap((entry) => {
      const column = entry.field.annotation
      if (column.kind !== 'orderByColumn') return []
      const operands = [aggregatedOperand(column.readable, target, context)]
      return key(
        entry.value,
        aggregate({
          name: annotation.function,
          operands,
          distinct: false,
          type: column.readable.column.type,
        }),
      )
    })
  })
}

function key(value: ArgumentValue, target: OrderByTarget): readonly OrderBy[] {
  if (value.kind !== 'enum' || value.value.annotation.kind !== 'direction') return []
  const { direction, nulls } = value.value.annotation
  return [{ target, direction, nulls }]
}
