import type { RoleTable } from '../../schema/types.ts'
import { primaryKeyCondition, whereOf } from '../read/bool-exp.ts'
import { allOf, conditionOf, type PlanContext } from '../context.ts'
import { valueOf, type Entries } from '../arguments.ts'
import type { DeletePlan } from './types.ts'

/** A delete of the rows that satisfy the role's filter and the client's condition. */
export function planDelete(
  target: RoleTable,
  rows: 'where' | 'primaryKey',
  entries: Entries,
  keepsRows: boolean,
  context: PlanContext,
): DeletePlan {
  const permission = target.permissions.delete
  if (!permission) throw new Error(`the role has no delete permission on ${target.table.name.name}`)
  const client =
    rows === 'where'
      ? whereOf(valueOf(entries, 'where'), target, context)
      : primaryKeyCondition(entries, target, context)
  return {
    kind: 'delete',
    table: target.table.name,
    path: '$',
    keepsRows,
    captures: [],
    where: allOf(conditionOf(permission.filter, target.table, context.schema.source), client),
  }
}
