import { EngineError } from '../../errors.ts'
import type { RoleTable, UpdateOperator } from '../../schema/types.ts'
import { arrayOf, builtin } from '../../sql/types-of.ts'
import type { SqlType } from '../../sql/types.ts'
import { primaryKeyCondition, whereOf } from '../read/bool-exp.ts'
import { allOf, conditionOf, type PlanContext } from '../context.ts'
import { objectEntries, valueOf, type Entries } from '../arguments.ts'
import { checkOf, presetsOf } from './rows.ts'
import type { Assignment, UpdatePlan } from './types.ts'
import { columnRef } from '../read/columns.ts'
import { argumentValue } from '../read/value.ts'

/**
 * Where an update stands: its operators and filter come as arguments of the field or as one entry
 * of `updates`.
 */
export interface UpdatePlace {
  readonly rows: 'where' | 'primaryKey'
  readonly entries: Entries
  /** The arguments' path. */
  readonly path: string
  readonly keepsRows: boolean
}

/**
 * An update of the rows that satisfy the role's filter and the client's condition; the role's check
 * must hold for the new rows. Undefined when there is nothing to assign.
 *
 * @throws EngineError validation-failed without any operator, or when two operators change one
 *   column
 */
export function planUpdate(
  target: RoleTable,
  place: UpdatePlace,
  context: PlanContext,
): UpdatePlan | undefined {
  const permission = target.permissions.update
  if (!permission) throw new Error(`the role has no update permission on ${target.table.name.name}`)
  const set = [...givenAssignments(target, place), ...presetAssignments(target)]
  if (set.length === 0) return undefined
  return {
    kind: 'update',
    table: target.table.name,
    path: '$',
    keepsRows: place.keepsRows,
    captures: [],
    set,
    where: allOf(
      conditionOf(permission.filter, target.table, context.schema.source),
      clientCondition(target, place, context),
    ),
    check: checkOf(permission.check, target, context),
  }
}

function clientCondition(target: RoleTable, { rows, entries }: UpdatePlace, context: PlanContext) {
  return rows === 'where'
    ? whereOf(valueOf(entries, 'where'), target, context)
    : primaryKeyCondition(objectEntries(valueOf(entries, 'pk_columns')), target, context)
}

function presetAssignments(target: RoleTable): Assignment[] {
  return presetsOf(target.permissions.update?.presets ?? new Map(), target).map(
    ({ column, value }) => ({ column, operator: 'set', value, type: column.type }),
  )
}

function givenAssignments(target: RoleTable, { entries, path }: UpdatePlace): Assignment[] {
  const operators = entries.filter(
    ({ field, value }) => field.annotation.kind === 'updateOperator' && value.kind !== 'null',
  )
  if (operators.length === 0 && (target.permissions.update?.presets.size ?? 0) === 0) {
    throw new EngineError(
      'validation-failed',
      'at least any one of _set, _inc, _append, _prepend, _delete_key, _delete_elem, _delete_at_path operator is expected',
      path,
    )
  }
  const assignments = operators.flatMap(({ field, value }) => {
    const operator = field.annotation.kind === 'updateOperator' ? field.annotation.operator : 'set'
    return objectEntries(value).flatMap((entry): Assignment[] => {
      if (entry.field.annotation.kind !== 'updateColumn') return []
      const column = columnRef(target.table, entry.field.annotation.column.name)
      const type = operandType(operator, column.type)
      return [{ column, operator, value: argumentValue(entry.value), type }]
    })
  })
  assertDistinct(assignments, path)
  return assignments
}

function operandType(operator: UpdateOperator, column: SqlType): SqlType {
  switch (operator) {
    case 'delete_key':
      return builtin('text')
    case 'delete_elem':
      return builtin('int4')
    case 'delete_at_path':
      return arrayOf(builtin('text'))
    case 'set':
    case 'inc':
    case 'append':
    case 'prepend':
      return column
  }
}

function assertDistinct(assignments: readonly Assignment[], path: string): void {
  const names = assignments.map(({ column }) => column.name)
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
  if (repeated.length > 0) {
    throw new EngineError(
      'validation-failed',
      `Column found in multiple operators: [${repeated.map(name => `'${name}'`).join(', ')}].`,
      path,
    )
  }
}
