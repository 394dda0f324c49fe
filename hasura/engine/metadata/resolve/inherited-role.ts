import { displayName } from '../../catalog/types.ts'
import {
  adminRole,
  type Grant,
  type PermissionExpression,
  type SelectPermission,
  type TablePermissions,
} from '../types.ts'
import type { TableDraft } from './draft.ts'
import { Unresolvable, type Report } from './report.ts'

/** Inherited roles, each after the roles that it is made of. */
export type InheritedRoles = readonly (readonly [role: string, parents: readonly string[]])[]

/**
 * Orders inherited roles so that parents come first. A role that is part of a cycle, has an unknown
 * or inconsistent parent or is `admin` is reported and left out.
 */
export function orderInheritedRoles(
  declared: ReadonlyMap<string, readonly string[]>,
  ordinary: ReadonlySet<string>,
  report: Report,
): InheritedRoles {
  const ordered = new Map<string, readonly string[]>()
  const visited = new Set<string>()
  const cycles = new Map<string, readonly string[]>()
  const resolve = (role: string, parents: readonly string[], below: readonly string[]): true => {
    if (role === adminRole) throw new Unresolvable('the role admin cannot inherit')
    const failed = parents.filter(parent => !visit(parent, [...below, role]))
    const cycle = cycles.get(role)
    if (cycle) throw new Unresolvable(`the role inherits from itself: ${cycle.join(' → ')}`)
    const unknown = failed.filter(parent => !declared.has(parent))
    if (unknown.length > 0)
      throw new Unresolvable(`these roles of its role set do not exist: ${unknown.join(', ')}`)
    if (failed.length > 0)
      throw new Unresolvable(`these roles of its role set are inconsistent: ${failed.join(', ')}`)
    ordered.set(role, parents)
    return true
  }
  const visit = (role: string, below: readonly string[]): boolean => {
    const parents = declared.get(role)
    if (!parents) return ordinary.has(role)
    if (below.includes(role)) {
      const cycle = below.slice(below.indexOf(role))
      for (const member of cycle) cycles.set(member, [...cycle, role])
      return false
    }
    if (visited.has(role)) return ordered.has(role)
    visited.add(role)
    const definition = { role_name: role, role_set: parents }
    return (
      report.attempt(
        'inherited_role',
        `inherited role ${role}`,
        () => resolve(role, parents, below),
        definition,
      ) ?? false
    )
  }
  for (const role of declared.keys()) visit(role, [])
  return [...ordered]
}

/**
 * Adds to a table what a role inherits. An operation that the role declares itself is never
 * inherited, also when its own permission had to be left out: what was meant to replace the
 * parents' must not give way to them.
 */
export function inheritPermissions(
  table: TableDraft,
  [role, parents]: InheritedRoles[number],
  report: Report,
): void {
  const own = table.permissions.get(role) ?? {}
  const inherited = parents.flatMap(parent => table.permissions.get(parent) ?? [])
  const declares = (operation: keyof TablePermissions) =>
    table.entry[operation].some(entry => entry.role === role)
  const same = <Operation extends 'insert' | 'update' | 'delete'>(
    operation: Operation,
  ): TablePermissions[Operation] => {
    if (declares(operation)) return own[operation]
    const [first, ...others] = inherited.flatMap(permissions => permissions[operation] ?? [])
    if (others.every(other => canonical(other) === canonical(first))) return first
    report.add(
      'inherited role permission inconsistency',
      `${operation} permission of role ${role} on table ${displayName(table.name)}`,
      `the roles ${parents.join(', ')} have different permissions; declare the permission for ${role}`,
    )
    return undefined
  }
  const permissions: TablePermissions = {
    select: declares('select')
      ? own.select
      : combineSelect(inherited.flatMap(({ select }) => select ?? [])),
    insert: same('insert'),
    update: same('update'),
    delete: same('delete'),
  }
  if (Object.values(permissions).some(permission => permission !== undefined))
    table.permissions.set(role, permissions)
}

/** Rows of any parent; a column shows its value in the rows of those parents that grant it. */
function combineSelect(parents: readonly SelectPermission[]): SelectPermission | undefined {
  const [first, ...others] = parents
  if (!first || others.length === 0) return first
  const limits = parents.flatMap(({ limit }) => limit ?? [])
  return {
    columns: combineGrants(parents, 'columns'),
    computedFields: combineGrants(parents, 'computedFields'),
    filter: { kind: 'or', operands: parents.map(({ filter }) => filter) },
    limit: limits.length > 0 ? Math.max(...limits) : undefined,
    allowAggregations: parents.some(({ allowAggregations }) => allowAggregations),
    queryRootFields: union(parents.map(({ queryRootFields }) => queryRootFields)),
    subscriptionRootFields: union(
      parents.map(({ subscriptionRootFields }) => subscriptionRootFields),
    ),
  }
}

function combineGrants(
  parents: readonly SelectPermission[],
  kind: 'columns' | 'computedFields',
): Map<string, Grant> {
  const names = new Set(parents.flatMap(parent => [...parent[kind].keys()]))
  return new Map(
    [...names].map((name): [string, Grant] => {
      const conditions = parents.flatMap((parent): PermissionExpression[] => {
        const grant = parent[kind].get(name)
        if (!grant) return []
        return [
          grant.visibleWhen
            ? { kind: 'and', operands: [parent.filter, grant.visibleWhen] }
            : parent.filter,
        ]
      })
      const plain = parents.every(
        parent => parent[kind].get(name)?.visibleWhen === undefined && parent[kind].has(name),
      )
      return [name, { visibleWhen: plain ? undefined : { kind: 'or', operands: conditions } }]
    }),
  )
}

/** Undefined means all, so it wins. */
function union<Field>(
  sets: readonly (ReadonlySet<Field> | undefined)[],
): ReadonlySet<Field> | undefined {
  return sets.every(set => set !== undefined) ? new Set(sets.flatMap(set => [...set])) : undefined
}

/** Equal text for equal permissions: columns and presets are kept in the table's order. */
function canonical(permission: unknown): string {
  return (
    JSON.stringify(permission, (_key, value: unknown) =>
      value instanceof Map || value instanceof Set ? ([...value] as unknown[]) : value,
    ) ?? ''
  )
}
