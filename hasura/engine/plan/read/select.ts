import type { Selection } from '../../document/types.ts'
import type { FieldAnnotation, RoleTable } from '../../schema/types.ts'
import { aggregateFields } from './aggregate.ts'
import type { PlanContext } from '../context.ts'
import { functionCall } from './function.ts'
import { isSingle, relationshipMapping } from './columns.ts'
import { columnOperand, computedOperand } from './operand.ts'
import { outputForm } from './output.ts'
import { plainRows, rowSet, tableOrigin, type RowOrigin } from './rows.ts'
import type { AggregatePart, Operand, SelectAggregate, SelectField, SelectRows } from '../types.ts'

type Meaning<K extends FieldAnnotation['kind']> = Extract<FieldAnnotation, { readonly kind: K }>

/** The fields selected from rows of a table. */
export function selectFields(
  selections: readonly Selection[],
  target: RoleTable,
  context: PlanContext,
): readonly SelectField[] {
  return selections.map((selection): SelectField => {
    const { annotation } = selection.field
    switch (annotation.kind) {
      case 'typename':
        return { kind: 'typename', key: selection.responseKey, name: target.names.type() }
      case 'column':
        return columnField(selection, annotation, target, context)
      case 'computedScalar':
        return computedScalar(selection, annotation, target, context)
      case 'computedTable':
        return {
          kind: 'rows',
          key: selection.responseKey,
          rows: computedRows(selection, annotation, context),
        }
      case 'relationship':
        return {
          kind: 'rows',
          key: selection.responseKey,
          rows: relatedRows(selection, annotation, target, context),
        }
      case 'relationshipAggregate': {
        const origin = tableOrigin(
          annotation.target,
          relationshipMapping(annotation.relationship, target.table, annotation.target.table),
        )
        return {
          kind: 'aggregate',
          key: selection.responseKey,
          aggregate: selectAggregate(selection, origin, annotation.target, context),
        }
      }
      default:
        throw new Error(`${annotation.kind} cannot be selected from a row`)
    }
  })
}

function columnField(
  selection: Selection,
  { readable, stringified, upperCase }: Meaning<'column'>,
  target: RoleTable,
  context: PlanContext,
): SelectField {
  return {
    kind: 'value',
    key: selection.responseKey,
    operand: columnOperand(readable, target, context),
    output: outputForm(selection, { type: readable.column.type, stringified, upperCase }, context),
  }
}

function computedScalar(
  selection: Selection,
  { field, grant, stringified }: Meaning<'computedScalar'>,
  target: RoleTable,
  context: PlanContext,
): SelectField {
  const call = functionCall(
    field.function,
    field.arguments,
    selection.arguments.get('args'),
    `${selection.path}.args.args`,
  )
  const operand: Operand = computedOperand(field, call, grant, target, context)
  return {
    kind: 'value',
    key: selection.responseKey,
    operand,
    output: outputForm(selection, { type: field.function.returns, stringified }, context),
  }
}

function relatedRows(
  selection: Selection,
  { relationship, target: related }: Meaning<'relationship'>,
  from: RoleTable,
  context: PlanContext,
): SelectRows {
  const mapping = relationshipMapping(relationship, from.table, related.table)
  const origin = tableOrigin(related, mapping)
  return relationship.kind === 'object'
    ? {
        shape: 'one',
        isSingle: isSingle(mapping, related.table),
        rows: plainRows(origin, related, context),
        fields: below(selection, related, context),
      }
    : selectRows(selection, origin, related, context)
}

function computedRows(
  selection: Selection,
  { field, target }: Meaning<'computedTable'>,
  context: PlanContext,
): SelectRows {
  const call = functionCall(
    field.function,
    field.arguments,
    selection.arguments.get('args'),
    `${selection.path}.args.args`,
  )
  const origin: RowOrigin = { source: { kind: 'function', call }, mapping: [] }
  const set = field.returns.kind === 'table' && field.returns.set
  if (set) return selectRows(selection, origin, target, context)
  const rows = {
    ...plainRows(origin, target, context),
    permissionLimit: target.permissions.select?.limit,
  }
  return { shape: 'one', rows, fields: below(selection, target, context) }
}

/** A list of rows with the five select arguments. */
export function selectRows(
  selection: Selection,
  origin: RowOrigin,
  target: RoleTable,
  context: PlanContext,
): SelectRows {
  return {
    shape: 'many',
    rows: rowSet(origin, selection.arguments, target, selection.path, context),
    fields: below(selection, target, context),
  }
}

/** `T_aggregate` over the rows that the arguments choose. */
export function selectAggregate(
  selection: Selection,
  origin: RowOrigin,
  target: RoleTable,
  context: PlanContext,
): SelectAggregate {
  return {
    rows: rowSet(origin, selection.arguments, target, selection.path, context),
    parts: (selection.selections ?? []).map((part): AggregatePart => {
      const { annotation } = part.field
      const key = part.responseKey
      switch (annotation.kind) {
        case 'typename':
          return { kind: 'typename', key, name: selection.type?.name ?? '' }
        case 'aggregateNodes':
          return { kind: 'nodes', key, fields: below(part, target, context) }
        case 'aggregateFields':
          return { kind: 'aggregate', key, fields: aggregateFields(part, target, context) }
        default:
          throw new Error(`${annotation.kind} cannot be selected from an aggregate`)
      }
    }),
  }
}

function below(
  selection: Selection,
  target: RoleTable,
  context: PlanContext,
): readonly SelectField[] {
  return selectFields(selection.selections ?? [], target, context)
}
