import type { ResolvedSource, PermissionExpression, ResolvedTable } from '../metadata/types.ts'
import type { RoleSchema, RoleTable } from '../schema/types.ts'
import { permissionCondition } from './read/permission.ts'
import type { BoolExp } from './types.ts'
import { withUnions } from './rewrite/or-to-union.ts'

/** The context in which one operation is planned. */
export interface PlanContext {
  readonly schema: RoleSchema
}

/** A condition that always holds. */
export const always: BoolExp = { kind: 'and', operands: [] }

/** Conditions are made once for each expression; resolved metadata never changes. */
const conditions = new WeakMap<PermissionExpression, BoolExp>()
const filters = new WeakMap<PermissionExpression, BoolExp>()

/** The role's row filter on a table; without a select permission no row passes. */
export function rowFilter(target: RoleTable, source: ResolvedSource): BoolExp {
  const filter = target.permissions.select?.filter
  if (!filter) return { kind: 'or', operands: [] }
  const known = filters.get(filter)
  if (known) return known
  const made = withUnions(
    permissionCondition(filter, target.table, source.tables),
    target.table.name,
    source,
  )
  filters.set(filter, made)
  return made
}

/** An expression of the metadata as a condition on rows of its table. */
export function conditionOf(
  expression: PermissionExpression,
  table: ResolvedTable,
  source: ResolvedSource,
): BoolExp {
  const known = conditions.get(expression)
  if (known) return known
  const made = permissionCondition(expression, table, source.tables)
  conditions.set(expression, made)
  return made
}

/** Conditions joined by AND, without needless nesting. */
export function allOf(...operands: readonly (BoolExp | undefined)[]): BoolExp {
  const given = operands.filter(
    (operand): operand is BoolExp =>
      operand !== undefined && !(operand.kind === 'and' && operand.operands.length === 0),
  )
  const [only] = given
  return given.length === 1 && only ? only : { kind: 'and', operands: given }
}
