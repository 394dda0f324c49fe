// Rules about metadata that no single request can show, because another rule or the database stands behind them today.
import { clausesOf, fingerprint, type Clause } from '../../hasura/isolation/clauses.ts'
import { permissionsOf, type MetadataDocument, type Permission, type Predicate } from '../../hasura/isolation/model.ts'

/** What is wrong, each as a sentence; empty when all rules hold. */
export function lint(metadata: MetadataDocument): string[] {
  const permissions = permissionsOf(metadata)
  return permissions.flatMap(permission => [
    ...namesNoAdmin(permission),
    ...saysWhichRows(permission),
    ...listsColumns(permission),
    ...asksForAnActiveCaller(permission),
    ...reachesOnlyWhatIsSeen(permission, permissions),
    ...checksWhatItFilters(permission),
    ...filtersWhatItChecks(permission),
    ...presetsTheOwner(permission),
  ])
}

const label = ({ operation, table, role }: Permission) => `${operation} of ${table} by ${role}`

function namesNoAdmin(permission: Permission): string[] {
  return permission.role === 'admin' ? [`${label(permission)}: Hasura's own role admin needs no permission`] : []
}

function saysWhichRows(permission: Permission): string[] {
  const needed = { select: ['filter'], insert: ['check'], update: ['filter', 'check'], delete: ['filter'] } as const
  return needed[permission.operation].filter(part => Object.keys(permission[part] ?? {}).length === 0).map(part => `${label(permission)}: the ${part} is empty`)
}

function listsColumns(permission: Permission): string[] {
  return permission.columns.includes('*') ? [`${label(permission)}: columns are not listed`] : []
}

/** Every filter and check must tie `is_active` to the caller's own row of users. */
function asksForAnActiveCaller(permission: Permission): string[] {
  return (['filter', 'check'] as const).filter(part => permission[part] && !callerIsActive(permission[part])).map(part => `${label(permission)}: the ${part} does not ask whether the caller is active`)
}

function callerIsActive(predicate: Predicate): boolean {
  const clauses = clausesOf(predicate)
  const has = (path: readonly string[], key: string, value: string) => clauses.some(clause => clause.key === key && JSON.stringify(clause.path) === JSON.stringify(path) && JSON.stringify(clause.value).toLowerCase() === value)
  const caller = '{"_eq":"x-hasura-user-id"}'
  const active = '{"_eq":true}'
  const tied = (path: readonly string[]) => [['id', path], ['user_id', path], ['user_id', [...path, 'user']], ['created_by', [...path, 'creator']]]
    .some(([column, person]) => has(path, column as string, caller) && has(person as string[], 'is_active', active))
  const paths = [[], ...clauses.map(clause => clause.path)]
  return paths.some(tied) || clauses.some(clause => clause.key === '_exists' && callerIsActive((clause.value as { _where: Predicate })._where))
}

/** `returning` skips the select filter, so what can be updated or deleted must be visible anyway. */
function reachesOnlyWhatIsSeen(permission: Permission, all: readonly Permission[]): string[] {
  if (permission.operation !== 'update' && permission.operation !== 'delete') return []
  const select = all.find(other => other.operation === 'select' && other.table === permission.table && other.role === permission.role)
  const missing = clausesOf(select?.filter).filter(clause => !implied(clause, clausesOf(permission.filter)))
  return missing.map(clause => `${label(permission)}: the filter lacks ${[...clause.path, clause.key].join('.')} of the select filter`)
}

/** Who may have a row before a change must be entitled to it afterwards: all that the filter asks of people, the check asks again. */
function checksWhatItFilters(permission: Permission): string[] {
  if (permission.operation !== 'update') return []
  const aboutPeople = clausesOf(permission.filter).filter(clause => clause.path.length > 0 || !['deleted_at'].includes(clause.key))
  return aboutPeople.filter(clause => !implied(clause, clausesOf(permission.check))).map(clause => `${label(permission)}: the check lacks ${[...clause.path, clause.key].join('.')} of the filter`)
}

/** What a check asks of columns that the update cannot change must keep the row from being found at all: an error would tell that it is there. */
function filtersWhatItChecks(permission: Permission): string[] {
  if (permission.operation !== 'update') return []
  const unchangeable = clausesOf(permission.check).filter(({ path, key }) => path.length === 0 && key !== '_or' && !permission.columns.includes(key))
  return unchangeable.filter(clause => !implied(clause, clausesOf(permission.filter))).map(clause => `${label(permission)}: the filter lacks ${clause.key} of the check`)
}

/** A column that says whose a row is never comes from a client. */
function presetsTheOwner(permission: Permission): string[] {
  return ['user_id', 'created_by', 'id'].filter(column => permission.operation !== 'select' && permission.columns.includes(column)).map(column => `${label(permission)}: a client may choose ${column}`)
}

/** The same clause stands among the given ones, or a stricter one: `_eq` for an `_in` that has the value. */
function implied(clause: Clause, given: readonly Clause[]): boolean {
  return given.some(other => fingerprint(other) === fingerprint(clause) || isOneOf(other, clause))
}

function isOneOf(given: Clause, wanted: Clause): boolean {
  const sameColumn = given.key === wanted.key && JSON.stringify(given.path) === JSON.stringify(wanted.path)
  const value = (given.value as { _eq?: unknown })._eq
  const values = (wanted.value as { _in?: unknown[] })._in
  return sameColumn && value !== undefined && Array.isArray(values) && values.includes(value)
}
