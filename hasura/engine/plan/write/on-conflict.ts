import type { ArgumentValue } from '../../document/types.ts'
import { EngineError } from '../../errors.ts'
import type { RoleTable } from '../../schema/types.ts'
import { whereOf } from '../read/bool-exp.ts'
import { allOf, conditionOf, type PlanContext } from '../context.ts'
import { listItems, objectEntries, valueOf } from '../arguments.ts'
import { checkOf, presetsOf } from './rows.ts'
import type { OnConflictPlan, UpdateCheck, UpdatedMark } from './types.ts'

/**
 * What happens to a row that is there already: without columns to update it is skipped; otherwise
 * it is updated where the role's update filter and the client's condition hold, under the update
 * check (or the insert check, when the role has no update check).
 *
 * @throws EngineError validation-failed for the placeholder of a role that may update nothing
 */
export function planOnConflict(
  argument: ArgumentValue | undefined,
  target: RoleTable,
  context: PlanContext,
): OnConflictPlan | undefined {
  if (argument?.kind !== 'object') return undefined
  const entries = objectEntries(argument)
  const constraint = valueOf(entries, 'constraint')
  if (constraint?.kind !== 'enum' || constraint.value.annotation.kind !== 'constraint')
    throw new Error('on_conflict names no constraint')
  const constraintName = constraint.value.annotation.name
  const columns = listItems(valueOf(entries, 'update_columns')).map(value =>
    updateColumn(value, argument.path),
  )
  const { update } = target.permissions
  const skips = columns.length === 0 || !update
  return {
    constraint: constraintName,
    columns: skips ? [] : [...new Set(columns)],
    presets: skips ? [] : presetsOf(update.presets, target),
    where: skips
      ? allOf()
      : allOf(
          conditionOf(update.filter, target.table, context.schema.source),
          whereOf(valueOf(entries, 'where'), target, context),
        ),
    check: skips ? undefined : updateCheck(constraintName, target, context),
  }
}

/** A role without an update check has the insert check for both. */
function updateCheck(
  constraint: string,
  target: RoleTable,
  context: PlanContext,
): UpdateCheck | undefined {
  const { insert, update } = target.permissions
  if (update?.check === undefined) return undefined
  const condition = checkOf(update.check, target, context)
  const insertCheck = checkOf(insert?.check, target, context)
  if (JSON.stringify(condition) === JSON.stringify(insertCheck)) return undefined
  return { condition, toldBy: updatedMark(constraint, target, context.schema.source.serverVersion) }
}

/** The first version that returns the row as it was before. */
const formerRowVersion = 180_000

/** A conflicting row has no NULL in the columns of the constraint. */
function updatedMark(constraint: string, { table }: RoleTable, serverVersion: number): UpdatedMark {
  if (!table.catalog.isPartitioned || serverVersion < formerRowVersion) return { kind: 'xmax' }
  const name = table.catalog.uniqueConstraints.find(unique => unique.name === constraint)
    ?.columns[0]
  if (name === undefined) throw new Error(`the constraint ${constraint} has no column`)
  return { kind: 'former column', name }
}

function updateColumn(value: ArgumentValue, path: string): string {
  const annotation = value.kind === 'enum' ? value.value.annotation : undefined
  if (annotation?.kind === 'updateColumnName') return annotation.column.name
  throw new EngineError('validation-failed', 'erroneous column name', path)
}
