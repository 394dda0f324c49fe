import type { DeletePermission, InsertPermission, UpdatePermission } from '../../metadata/types.ts'
import type { SchemaContext } from '../context.ts'
import type { RoleTable } from '../role-table.ts'

/** The role's insert permission, where this request may use it and the table takes new rows. */
export function insertPermission(
  context: SchemaContext,
  target: RoleTable,
): InsertPermission | undefined {
  return target.table.catalog.insertable ? usable(context, target.permissions.insert) : undefined
}

/**
 * The role's update permission, where this request may use it and the table's rows can be changed.
 */
export function updatePermission(
  context: SchemaContext,
  target: RoleTable,
): UpdatePermission | undefined {
  return target.table.catalog.updatable ? usable(context, target.permissions.update) : undefined
}

/**
 * The role's delete permission, where this request may use it. Like Hasura, a view is asked whether
 * it takes new rows.
 */
export function deletePermission(
  context: SchemaContext,
  target: RoleTable,
): DeletePermission | undefined {
  return target.table.catalog.insertable ? usable(context, target.permissions.delete) : undefined
}

/** A `backend_only` permission does not exist for an ordinary request. */
function usable<Permission extends { readonly backendOnly: boolean }>(
  context: SchemaContext,
  permission: Permission | undefined,
): Permission | undefined {
  return permission && (!permission.backendOnly || context.backendOnly) ? permission : undefined
}
