// Rules about permissions that no single request can show, because another rule or the database
// stands behind them today.
import { clausesOf, fingerprint, type Clause } from '../../../hasura/permissions/clauses.ts'
import {
  permissionsOf,
  type MetadataDocument,
  type Permission,
  type Predicate,
} from '../../../hasura/permissions/model.ts'
import { implies } from './implication.ts'
import type { Rule } from './rule.ts'

/** The rules, in the order in which they are listed. */
export const permissionRules: readonly Rule<MetadataDocument>[] = [
  rule('no permission is for Hasura\'s own role admin', namesNoAdmin),
  rule('no filter is empty', hasFilter),
  rule('every insert and every update has a check', hasCheck),
  rule('columns are listed, never *', listsColumns),
  rule('every filter and every check asks whether the caller is active', asksForAnActiveCaller),
  rule('the filters of update and delete imply the filter of select', reachesOnlyWhatIsSeen),
  rule('the check of an update asks of people what its filter asks', checksWhatItFilters),
  rule('what an update checks and cannot change, it filters too', filtersWhatItChecks),
  rule('what is added to a goal asks of people what a change of it asks', addsAsItChanges),
  rule('no client chooses an id or an owner', presetsTheOwner),
  rule('every select has a row limit', limitsRows),
]

function rule(
  name: string,
  findings: (permission: Permission, all: readonly Permission[]) => readonly string[],
): Rule<MetadataDocument> {
  return {
    name,
    findings: (metadata: MetadataDocument) =>
      permissionsOf(metadata).flatMap((permission, _index, all) => findings(permission, all)),
  }
}

const label = ({ operation, table, role }: Permission) => `${operation} of ${table} by ${role}`

function namesNoAdmin(permission: Permission): string[] {
  return permission.role === 'admin'
    ? [`${label(permission)}: Hasura's own role admin needs no permission`]
    : []
}

function isEmpty(predicate: Predicate | undefined): boolean {
  return Object.keys(predicate ?? {}).length === 0
}

function hasFilter(permission: Permission): string[] {
  return permission.operation !== 'insert' && isEmpty(permission.filter)
    ? [`${label(permission)}: the filter is empty`]
    : []
}

function hasCheck(permission: Permission): string[] {
  return ['insert', 'update'].includes(permission.operation) && isEmpty(permission.check)
    ? [`${label(permission)}: the check is empty`]
    : []
}

function listsColumns(permission: Permission): string[] {
  return permission.columns.includes('*') ? [`${label(permission)}: columns are not listed`] : []
}

/** Every filter and check must tie `is_active` to the caller's own row of users. */
function asksForAnActiveCaller(permission: Permission): string[] {
  return (['filter', 'check'] as const)
    .filter(part => permission[part] && !callerIsActive(permission[part]))
    .map(part => `${label(permission)}: the ${part} does not ask whether the caller is active`)
}

/**
 * Whether a condition that must hold ties `is_active` to the caller's id: on the same row, or on
 * the row's `user` or `creator`. Answers no when in doubt.
 */
function callerIsActive(expression: Predicate): boolean {
  const isCaller = (condition: unknown) =>
    JSON.stringify(condition)?.toLowerCase() === '{"_eq":"x-hasura-user-id"}'
  const isActive = (row: unknown) =>
    JSON.stringify((row as Predicate | undefined)?.is_active) === '{"_eq":true}'
  const { id, user_id: userId, user, created_by: createdBy, creator, _exists: exists } = expression
  if (isCaller(id) && isActive(expression)) return true
  if (isCaller(userId) && (isActive(expression) || isActive(user))) return true
  if (isCaller(createdBy) && isActive(creator)) return true
  if (exists) return callerIsActive((exists as { _where: Predicate })._where)
  return Object.entries(expression).some(
    ([key, inner]) =>
      !key.startsWith('_')
      && typeof inner === 'object'
      && inner !== null
      && callerIsActive(inner as Predicate),
  )
}

/**
 * `returning` skips the select filter, so what can be updated or deleted must be visible anyway.
 */
function reachesOnlyWhatIsSeen(permission: Permission, all: readonly Permission[]): string[] {
  if (permission.operation !== 'update' && permission.operation !== 'delete') return []
  const select = all.find(
    other =>
      other.operation === 'select'
      && other.table === permission.table
      && other.role === permission.role,
  )
  if (!select) return [`${label(permission)}: the role cannot select from the table`]
  if (implies(permission.filter ?? {}, select.filter ?? {})) return []
  const missing = clausesOf(select.filter).filter(
    clause => !implied(clause, clausesOf(permission.filter)),
  )
  if (missing.length === 0)
    return [`${label(permission)}: the filter does not surely imply the select filter`]
  return missing.map(
    clause =>
      `${label(permission)}: the filter lacks ${[...clause.path, clause.key].join('.')} of the select filter`,
  )
}

/**
 * Who may have a row before a change must be entitled to it afterwards: all that the filter asks of
 * people, the check asks again.
 */
function checksWhatItFilters(permission: Permission): string[] {
  if (permission.operation !== 'update') return []
  const aboutPeople = clausesOf(permission.filter).filter(
    clause => clause.path.length > 0 || !['deleted_at', 'status'].includes(clause.key),
  )
  return aboutPeople
    .filter(clause => !implied(clause, clausesOf(permission.check)))
    .map(
      clause =>
        `${label(permission)}: the check lacks ${[...clause.path, clause.key].join('.')} of the filter`,
    )
}

/**
 * What a check asks of columns that the update cannot change must keep the row from being found at
 * all: an error would tell that it is there.
 */
function filtersWhatItChecks(permission: Permission): string[] {
  if (permission.operation !== 'update') return []
  const unchangeable = clausesOf(permission.check).filter(
    ({ path, key }) => path.length === 0 && key !== '_or' && !permission.columns.includes(key),
  )
  return unchangeable
    .filter(clause => !implied(clause, clausesOf(permission.filter)))
    .map(clause => `${label(permission)}: the filter lacks ${clause.key} of the check`)
}

/**
 * A trigger may answer for an insert, in better words, what the permission says: the permission must
 * hold without it.
 */
function addsAsItChanges(permission: Permission, all: readonly Permission[]): string[] {
  if (permission.operation !== 'insert') return []
  const update = all.find(
    other =>
      other.operation === 'update'
      && other.table === permission.table
      && other.role === permission.role,
  )
  return clausesOf(update?.check)
    .filter(clause => clause.path[0] === 'goal' && !implied(clause, clausesOf(permission.check)))
    .map(clause => `${label(permission)}: the check lacks ${[...clause.path, clause.key].join('.')} of the update`)
}

/** Columns that say to whom a row gives something, and not whose it is. */
const recipients: readonly string[] = ['goal_grants.user_id']

/** A column that says whose a row is never comes from a client. */
function presetsTheOwner(permission: Permission): string[] {
  return ['user_id', 'created_by', 'granted_by', 'id']
    .filter(column => permission.operation !== 'select' && permission.columns.includes(column))
    .filter(column => !recipients.includes(`${permission.table}.${column}`))
    .map(column => `${label(permission)}: a client may choose ${column}`)
}

/** Without a limit, lists within lists would grow without an end that the gateway can foresee. */
function limitsRows({ operation, limit, ...permission }: Permission): string[] {
  return operation === 'select' && limit === undefined
    ? [`${label({ operation, limit, ...permission })}: there is no row limit`]
    : []
}

/**
 * The same clause stands among the given ones, or a stricter one: `_eq` for an `_in` that has the
 * value.
 */
function implied(clause: Clause, given: readonly Clause[]): boolean {
  return given.some(other => fingerprint(other) === fingerprint(clause) || isOneOf(other, clause))
}

function isOneOf(given: Clause, wanted: Clause): boolean {
  const sameColumn =
    given.key === wanted.key && JSON.stringify(given.path) === JSON.stringify(wanted.path)
  const value = (given.value as { _eq?: unknown })._eq
  const values = (wanted.value as { _in?: unknown[] })._in
  return sameColumn && value !== undefined && Array.isArray(values) && values.includes(value)
}
