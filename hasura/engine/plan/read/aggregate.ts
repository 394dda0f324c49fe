import type { ArgumentValue, Selection } from '../../document/types.ts'
import type { AggregateFunction, RoleTable } from '../../schema/types.ts'
import { builtin } from '../../sql/types-of.ts'
import type { PlanContext } from '../context.ts'
import { aggregatedOperand, columnOperand } from './operand.ts'
import { outputForm } from './output.ts'
import type { AggregateField, Operand, OutputForm } from '../types.ts'
import { booleanArgument } from './value.ts'

const asNumber: OutputForm = { text: false, upperCase: false, jsonPath: undefined, json: 'bare' }

/** The functions that are selected from `aggregate`. */
export function aggregateFields(
  part: Selection,
  target: RoleTable,
  context: PlanContext,
): readonly AggregateField[] {
  return (part.selections ?? []).map((selection): AggregateField => {
    const { annotation } = selection.field
    const key = selection.responseKey
    switch (annotation.kind) {
      case 'typename':
        return { kind: 'typename', key, name: part.type?.name ?? '' }
      case 'aggregateCount':
        return countField(selection, target, context)
      case 'aggregateGroup':
        return {
          kind: 'group',
          key,
          fields: groupFields(selection, annotation.function, target, context),
        }
      default:
        throw new Error(`${annotation.kind} cannot be selected from aggregate fields`)
    }
  })
}

function countField(selection: Selection, target: RoleTable, context: PlanContext): AggregateField {
  const distinct = booleanArgument(selection.arguments.get('distinct'))
  const operands = countedColumns(selection.arguments.get('columns'), target, context)
  const call = {
    name: 'count',
    operands,
    distinct: distinct && operands.length > 0,
    type: builtin('int8'),
  }
  return { kind: 'call', key: selection.responseKey, call, output: asNumber }
}

function countedColumns(
  argument: ArgumentValue | undefined,
  target: RoleTable,
  context: PlanContext,
): readonly Operand[] {
  if (argument?.kind !== 'list') return []
  return argument.items.flatMap(item =>
    item.kind === 'enum' && item.value.annotation.kind === 'column'
      ? [columnOperand(item.value.annotation.readable, target, context)]
      : [],
  )
}

function groupFields(
  group: Selection,
  name: AggregateFunction,
  target: RoleTable,
  context: PlanContext,
): readonly AggregateField[] {
  return (group.selections ?? []).map((selection): AggregateField => {
    const { annotation } = selection.field
    if (annotation.kind === 'typename')
      return { kind: 'typename', key: selection.responseKey, name: group.type?.name ?? '' }
    if (annotation.kind !== 'column') throw new Error(`${annotation.kind} cannot be aggregated`)
    const { column } = annotation.readable
    const operands = [aggregatedOperand(annotation.readable, target, context)]
    const call = { name, operands, distinct: false, type: column.type }
    return {
      kind: 'call',
      key: selection.responseKey,
      call,
      output: outputForm(
        selection,
        { type: undefined, stringified: annotation.stringified },
        context,
      ),
    }
  })
}
