// The form in which the policy about a table is stated.
import type { Candidate, Move, NestedCandidate } from './candidates.ts'
import type { Person } from './people.ts'
import { active, isAdministrator } from './rights.ts'
import type { Row, World } from './world.ts'
import { columnsOf } from '../lint/exposure.ts'

/** A table or view that clients can reach. */
export type TableName =
  | 'users'
  | 'goals'
  | 'user_goals'
  | 'goal_grants'
  | 'goal_members'
  | 'invitations'
  | 'received_invitations'
  | 'tasks'
  | 'categories'
  | 'settings'
  | 'deleted_goals'
  | 'deleted_tasks'
  | 'key_results'
  | 'deleted_key_results'
  | 'check_ins'
  | 'task_dependencies'
  | 'goal_figures'
  | 'goal_progress'
  | 'goal_parts'
  | 'period_closes'
  | 'closed_goals'
  | 'audit_log'
  | 'own_history'

/** Whether a person may do something to a row. */
export type Rule = (person: Person, row: Row, world: World) => boolean

/**
 * What a person may write: the columns that may be given, by role (a role that is not named has no
 * such operation), and the rows.
 */
export interface WriteRule {
  readonly columns: Partial<Record<string, readonly string[]>>
  readonly rows: Rule
}

/** The policy about one table. */
export interface TablePolicy {
  /** The columns that identify a row. */
  readonly key: readonly string[]
  /** A view has no primary key: no `_by_pk` fields, no upsert. */
  readonly isView?: true
  readonly rowsOf: (world: World) => readonly Row[]
  /** The column that a stream follows, and a value before all others; `created_at` unless given. */
  readonly cursor?: readonly [column: string, before: string]
  /** Readable columns by role. A role that is not named cannot name the table. */
  readonly readable: Partial<Record<string, readonly string[]>>
  readonly reads: Rule
  /** Roles that may count and aggregate. */
  readonly aggregates: readonly string[]
  readonly insert?: WriteRule
  readonly update?: WriteRule
  readonly remove?: WriteRule
  /** Rows that the database keeps whoever deletes them; one fails all that is tried along with it. */
  readonly isKept?: (row: Row, world: World) => boolean
  /** A harmless change of a row, for the probes of update. */
  readonly change?: (row: Row, person: Person) => Record<string, unknown>
  /** Objects to insert, also such as must be refused. */
  readonly candidates?: (person: Person, world: World) => readonly Candidate[]
  /** Changes that would carry a row out of its owner's reach, or somebody else's into it. */
  readonly moves?: (person: Person, world: World) => readonly Move[]
  /** Inserts that reach this table through another one. */
  readonly nested?: (person: Person, world: World) => readonly NestedCandidate[]
}

/**
 * Administrators read every row; everybody else what the rule says; nobody who is deactivated
 * anything.
 */
export const administratorsAnd =
  (rule: Rule): Rule =>
    (person, row, world) =>
      active(person, world) && (isAdministrator(person) || rule(person, row, world))

/** Every column of a table or view but those that are hidden. */
export function allBut(table: TableName, ...hidden: readonly string[]): readonly string[] {
  return columnsOf.get(table)!.filter(column => !hidden.includes(column))
}

/** The same columns for every role that reads. */
export function readableByAll(columns: readonly string[]): TablePolicy['readable'] {
  return { member: columns, viewer: columns, org_admin: columns }
}

/** The roles that read. */
export const everybody = ['member', 'viewer', 'org_admin']
