import { readFile } from 'node:fs/promises'
import { memberRoles } from '#shared/enums.ts'
import { people, type Person } from '../../isolation/support/people.ts'
import { policy } from '../../isolation/support/policy.ts'
import type { TableName } from '../../isolation/support/table-policy.ts'
import { startLocalProof } from '../../isolation/support/local.ts'
import { openInvitations, readWorld, type World as Rows } from '../../isolation/support/world.ts'
import { changes, type Change } from '../../../hasura/engine/tests/property/changes.ts'
import { snakeCase } from '../../../hasura/engine/tests/property/spelling.ts'
import {
  worldTables,
  type ShownTable,
  type TableNotes,
} from '../../../hasura/engine/tests/property/tables.ts'
import {
  literal,
  quoted,
  sessionOf,
  type Content,
  type World,
  type WorldSession,
} from '../../../hasura/engine/tests/property/world.ts'

const notes: TableNotes = {
  keys: Object.fromEntries(Object.entries(policy).map(([table, { key }]) => [table, key])),
  computed: {},
  references: {
    goal_id: 'goals',
    parent_id: 'goals',
    user_id: 'users',
    created_by: 'users',
    granted_by: 'users',
    invited_by: 'users',
    invited_user_id: 'users',
    category_id: 'categories',
    task_id: 'tasks',
    depends_on_id: 'tasks',
    key_result_id: 'key_results',
    close_id: 'period_closes',
  },
  views: Object.entries(policy)
    .filter(([, { isView }]) => isView)
    .map(([table]) => table),
  spelling: snakeCase,
  upperCase: [],
  stringifies: false,
}

/**
 * The application's own metadata in front of the people of the isolation proof, whose policy is
 * the oracle.
 */
export async function startApplication(): Promise<World> {
  const proof = await startLocalProof()
  await proof.client.query(await readFile(new URL('application.sql', import.meta.url), 'utf8'))
  const rows = await readWorld(proof.client)
  const { rows: uuids } = await proof.client.query<{ name: string }>(
    `select distinct column_name as name from information_schema.columns
     where table_schema = 'public' and udt_name = 'uuid'`,
  )
  const shown = proof.metadata.sources.flatMap(
    source => source.tables,
  ) as unknown as readonly ShownTable[]
  return {
    name: 'the application',
    engine: proof.engine,
    url: new URL(proof.target.endpoint).origin,
    client: proof.client,
    spelling: snakeCase,
    namespace: undefined,
    tables: await worldTables(proof.client, shown, notes),
    sessions: people.flatMap(person =>
      person.role ? [sessionFor(person, person.role, rows)] : [],
    ),
    functions: new Set(),
    incomparable: new Set(),
    withoutMax: new Set(uuids.map(({ name }) => name)),
    close: proof.close,
  }
}

function sessionFor(person: Person, role: string, world: Rows): WorldSession {
  return {
    session: sessionOf(role, { 'user-id': person.id }),
    visible: conditions(person, role, world),
    visibleIn: content => conditions(person, role, rowsOf(content)),
    writes: (before, after) => {
      const found = changes(before, after)
      return found
        .filter(change => !isAllowed(change, person, rowsOf(before), rowsOf(after), found))
        .map(
          ({ type, key, was, now }) =>
            `${type} ${key}: ${JSON.stringify(was)} became ${JSON.stringify(now)}`,
        )
    },
  }
}

/** The rows that a person may read, by their keys. */
function conditions(person: Person, role: string, world: Rows): Record<string, string> {
  const readable = Object.entries(policy).filter(([, { readable }]) => readable[role])
  return Object.fromEntries(
    readable.map(([table, { key, rowsOf, reads }]) => {
      const keys = rowsOf(world)
        .filter(row => reads(person, row, world))
        .map(row => `${literal(JSON.stringify(key.map(column => row[column])))}::jsonb`)
      return [
        table,
        `jsonb_build_array(${key.map(column => `t.${quoted(column)}`).join()}) in (${['null', ...keys].join()})`,
      ]
    }),
  )
}

/** A change is the person's own by the policy, or what the database does along with one. */
function isAllowed(
  change: Change,
  person: Person,
  before: Rows,
  after: Rows,
  all: readonly Change[],
): boolean {
  const { type, was, now, columns } = change
  if (followsFrom(change, all)) return true
  const rule = policy[type as TableName]
  const goalGone = (id: unknown) =>
    all.some(other => other.type === 'goals' && !other.now && other.was?.id === id)
  const taskGone = (id: unknown) =>
    all.some(other => other.type === 'tasks' && !other.now && other.was?.id === id)
  const categoryGone = (id: unknown) =>
    all.some(other => other.type === 'categories' && !other.now && other.was?.id === id)
  if (type === 'user_goals') return follows(change, after)
  if (type === 'audit_log' && !was) return now?.actor_id === person.id
  if (type === 'goal_grants' && now && isHandedDown(now, before, goalGone)) return true
  if (type === 'invitations' && was && now && isAnswered(was, person, before)) return true
  if (type === 'goal_grants' && now && isAccepted(now, all)) return true
  if (type === 'goal_grants' && was && now && person.role === 'org_admin')
    return rule.insert!.rows(person, now, after)
  if (!was && now) {
    const comesWithGoal =
      type === 'goal_grants'
      && all.some(
        other =>
          other.type === 'goals'
          && !other.was
          && other.now?.id === now.goal_id
          && other.now?.created_by === now.user_id,
      )
    return comesWithGoal || rule.insert?.rows(person, now, after) === true
  }
  if (was && !now)
    return (
      (type !== 'goals' && goalGone(was.goal_id))
      || (type === 'task_dependencies' && (taskGone(was.task_id) || taskGone(was.depends_on_id)))
      || trashed(type, 'remove', was, person, before)
    )
  if (!was) return false
  const alongside = columns.filter(column => column !== 'updated_at').join()
  if (
    type === 'goals'
    && alongside === 'parent_id'
    && now?.parent_id === null
    && goalGone(was.parent_id)
  )
    return true
  if (
    type === 'tasks'
    && ['goal_id', 'category_id', 'goal_id,category_id'].includes(alongside)
    && goalGone(was.goal_id)
  )
    return true
  if (
    type === 'tasks'
    && alongside === 'category_id'
    && now?.category_id === null
    && categoryGone(was.category_id)
  )
    return true
  return trashed(type, 'update', was, person, before)
}

/** A membership is what the grants on the goal and above it make of it, and nothing else. */
function follows({ was, now }: Change, after: Rows): boolean {
  const { goal_id: goal, user_id: person } = (now ?? was)!
  const path = pathOf(goal, after)
  const roleOn = (goals: readonly unknown[]) => {
    const roles = after.goal_grants
      .filter(grant => grant.user_id === person && goals.includes(grant.goal_id))
      .map(grant => grant.role)
    return memberRoles.find(role => roles.includes(role)) ?? null
  }
  return now
    ? now.role === roleOn(path) && now.granted_role === roleOn([goal])
    : roleOn(path) === null
}

/** The ids of a goal that is there and of those above it. */
function pathOf(goal: unknown, world: Rows): readonly unknown[] {
  const found = world.goals.find(one => one.id === goal)
  if (!found) return []
  return [goal, ...(found.parent_id ? pathOf(found.parent_id, world) : [])]
}

/** An invitation that reached the person was theirs to answer. */
function isAnswered(row: Record<string, unknown>, person: Person, before: Rows): boolean {
  return openInvitations(before).some(
    open => open.id === row.id && policy.received_invitations.update!.rows(person, open, before),
  )
}

/** The grant is what an invitation promised that was accepted along with it. */
function isAccepted(grant: Record<string, unknown>, all: readonly Change[]): boolean {
  return all.some(
    ({ type, now }) =>
      type === 'invitations'
      && now?.status === 'accepted'
      && now.goal_id === grant.goal_id
      && now.invited_user_id === grant.user_id
      && now.role === grant.role,
  )
}

/** What was inherited through a goal that is deleted for good is granted on the goals below it. */
function isHandedDown(
  grant: Record<string, unknown>,
  before: Rows,
  goalGone: (id: unknown) => boolean,
): boolean {
  const goal = before.goals.find(one => one.id === grant.goal_id)
  return (
    goalGone(goal?.parent_id)
    && before.user_goals.some(
      row =>
        row.goal_id === grant.goal_id && row.user_id === grant.user_id && row.role === grant.role,
    )
  )
}

/** Figures follow from any change, and what became of a period's goals from its close or from their end. */
function followsFrom({ type, was, now, columns }: Change, all: readonly Change[]): boolean {
  if (type === 'goal_figures' || type === 'goal_progress')
    return all.some(other => other.type !== 'goal_figures' && other.type !== 'goal_progress')
  if (type !== 'closed_goals') return false
  return was
    ? columns.join() === 'goal_id' && now?.goal_id === null
    : all.some(other => other.type === 'period_closes' && !other.was && other.now?.id === now?.close_id)
}

/** The policy about a row of a table, or about the same row in the view of the trash. */
function trashed(
  type: string,
  kind: 'update' | 'remove',
  row: Record<string, unknown>,
  person: Person,
  world: Rows,
): boolean {
  const tables = [type, ...(row.deleted_at ? [`deleted_${type}`] : [])] as TableName[]
  return tables.some(table => policy[table][kind]?.rows(person, row, world))
}

function rowsOf(content: Content): Rows {
  return Object.fromEntries(
    [...content].map(([type, rows]) => [type, [...rows.values()]]),
  ) as unknown as Rows
}
