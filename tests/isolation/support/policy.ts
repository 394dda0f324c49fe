// What the product guarantees, stated once more and independently of Hasura's metadata: the proof
// compares the two.
//
// The rules are functions of the database's true content, so that they read like the policy itself
// and not like a predicate.
import { partPolicy } from './part-policy.ts'
import { sharingPolicy } from './sharing-policy.ts'
import { periodPolicy } from './period-policy.ts'
import { progressPolicy } from './progress-policy.ts'
import {
  active,
  goalOf,
  isActiveMember,
  isAdministrator,
  isLive,
  maintains,
  maintainsLive,
  membership,
} from './rights.ts'
import {
  administratorsAnd,
  allBut,
  everybody,
  type TableName,
  type TablePolicy,
} from './table-policy.ts'
import { membersWithNames } from './world.ts'
import {
  goalMoves,
  goalObjects,
  nestedObjects,
  ownObjects,
  settingObjects,
  taskMoves,
  taskObjects,
} from './candidates.ts'

const memberGoalColumns = allBut('goals')
const memberTaskColumns = allBut('tasks')
const userColumns = allBut('users', 'is_active', 'updated_at')
const categoryColumns = allBut('categories')
const settingColumns = allBut('settings')
const userGoalColumns = allBut('user_goals')
const goalMemberColumns = allBut('goal_members')

/** The policy. */
export const policy: Readonly<Record<TableName, TablePolicy>> = {
  users: {
    key: ['id'],
    aggregates: ['org_admin'],
    rowsOf: world => world.users,
    readable: {
      member: userColumns,
      viewer: userColumns,
      org_admin: [...userColumns, 'is_active', 'updated_at'],
    },
    reads: administratorsAnd((person, row) => row.id === person.id),
    update: {
      columns: { org_admin: ['is_active'], member: ['locale', 'time_zone'] },
      rows: (person, row, world) =>
        isAdministrator(person)
          ? active(person, world) && row.id !== person.id
          : isActiveMember(person, row, world) && row.id === person.id,
    },
    change: (row, person) =>
      isAdministrator(person) ? { is_active: !row.is_active } : { locale: 'nl' },
  },
  goals: {
    key: ['id'],
    aggregates: everybody,
    rowsOf: world => world.goals,
    readable: {
      member: memberGoalColumns,
      viewer: memberGoalColumns,
      org_admin: memberGoalColumns,
    },
    reads: administratorsAnd(
      (person, row, world) => !row.deleted_at && membership(person, row.id, world) !== undefined,
    ),
    insert: {
      columns: {
        member: [
          'parent_id',
          'horizon',
          'status',
          'title',
          'description',
          'success_criteria',
          'target_date',
          'weight',
          'metrics',
          'category_id',
          'progress',
          'manual_progress',
          'position',
          'client_key',
        ],
      },
      rows: isActiveMember,
    },
    update: {
      columns: {
        member: [
          'parent_id',
          'horizon',
          'status',
          'title',
          'description',
          'success_criteria',
          'target_date',
          'weight',
          'metrics',
          'category_id',
          'progress',
          'manual_progress',
          'position',
          'archived_at',
          'deleted_at',
        ],
      },
      rows: (person, row, world) =>
        isActiveMember(person, row, world) && !row.deleted_at && maintains(person, row.id, world),
    },
    remove: {
      columns: { member: [] },
      rows: (person, row, world) =>
        isActiveMember(person, row, world)
        && !row.deleted_at
        && !row.is_inbox
        && membership(person, row.id, world) === 'owner',
    },
    change: () => ({ position: 7 }),
    candidates: goalObjects,
    moves: goalMoves,
    nested: nestedObjects('goals'),
  },
  user_goals: {
    key: ['user_id', 'goal_id'],
    aggregates: everybody,
    rowsOf: world => world.user_goals,
    readable: { member: userGoalColumns, viewer: userGoalColumns, org_admin: userGoalColumns },
    reads: administratorsAnd(
      (person, row, world) => row.user_id === person.id && !goalOf(row, world)?.deleted_at,
    ),
    nested: nestedObjects('user_goals'),
  },
  goal_members: {
    key: ['user_id', 'goal_id'],
    aggregates: everybody,
    isView: true,
    rowsOf: membersWithNames,
    readable: {
      member: goalMemberColumns,
      viewer: goalMemberColumns,
      org_admin: goalMemberColumns,
    },
    reads: administratorsAnd(
      (person, row, world) =>
        !goalOf(row, world)?.deleted_at && membership(person, row.goal_id, world) !== undefined,
    ),
  },
  tasks: {
    key: ['id'],
    aggregates: everybody,
    rowsOf: world => world.tasks,
    readable: {
      member: memberTaskColumns,
      viewer: memberTaskColumns,
      org_admin: memberTaskColumns,
    },
    reads: administratorsAnd(
      (person, row, world) =>
        isLive(row, world) && membership(person, row.goal_id, world) !== undefined,
    ),
    insert: {
      columns: {
        member: [
          'goal_id',
          'parent_id',
          'category_id',
          'title',
          'notes',
          'status',
          'priority',
          'due_date',
          'estimated_hours',
          'actual_hours',
          'tags',
          'weight',
          'recurrence',
          'position',
          'client_key',
        ],
      },
      rows: (person, row, world) =>
        isActiveMember(person, row, world)
        && maintains(person, row.goal_id, world)
        && !goalOf(row, world)?.deleted_at,
    },
    update: {
      columns: {
        member: [
          'goal_id',
          'parent_id',
          'category_id',
          'title',
          'notes',
          'status',
          'priority',
          'due_date',
          'estimated_hours',
          'actual_hours',
          'tags',
          'weight',
          'recurrence',
          'position',
          'deleted_at',
        ],
      },
      rows: (person, row, world) =>
        isActiveMember(person, row, world)
        && isLive(row, world)
        && maintains(person, row.goal_id, world),
    },
    remove: {
      columns: { member: [] },
      rows: (person, row, world) =>
        isActiveMember(person, row, world)
        && isLive(row, world)
        && maintains(person, row.goal_id, world),
    },
    change: () => ({ position: 7 }),
    candidates: taskObjects,
    moves: taskMoves,
    nested: nestedObjects('tasks'),
  },
  categories: {
    key: ['id'],
    aggregates: everybody,
    rowsOf: world => world.categories,
    readable: { member: categoryColumns, viewer: categoryColumns, org_admin: categoryColumns },
    reads: administratorsAnd((person, row) => row.user_id === person.id),
    insert: {
      columns: { member: ['name', 'color', 'position', 'client_key'] },
      rows: isActiveMember,
    },
    update: {
      columns: { member: ['name', 'color', 'position'] },
      rows: (person, row, world) => isActiveMember(person, row, world) && row.user_id === person.id,
    },
    remove: {
      columns: { member: [] },
      rows: (person, row, world) => isActiveMember(person, row, world) && row.user_id === person.id,
    },
    change: () => ({ position: 7 }),
    candidates: ownObjects({ name: 'Errands' }),
    nested: nestedObjects('categories'),
  },
  settings: {
    key: ['user_id', 'key'],
    cursor: ['updated_at', '1970-01-01T00:00:00Z'],
    aggregates: [],
    rowsOf: world => world.settings,
    readable: { member: settingColumns, viewer: settingColumns },
    reads: (person, row, world) => active(person, world) && row.user_id === person.id,
    insert: { columns: { member: ['key', 'value'] }, rows: isActiveMember },
    update: {
      columns: { member: ['value'] },
      rows: (person, row, world) => isActiveMember(person, row, world) && row.user_id === person.id,
    },
    change: () => ({ value: 'changed' }),
    candidates: settingObjects,
  },
  deleted_goals: {
    key: ['id'],
    aggregates: [],
    isView: true,
    rowsOf: world => world.goals.filter(goal => goal.deleted_at),
    readable: {
      member: memberGoalColumns,
      viewer: memberGoalColumns,
      org_admin: memberGoalColumns,
    },
    reads: administratorsAnd((person, row, world) => maintains(person, row.id, world)),
    update: {
      columns: { member: ['deleted_at'] },
      rows: (person, row, world) =>
        isActiveMember(person, row, world) && maintains(person, row.id, world),
    },
    remove: {
      columns: { member: [] },
      rows: (person, row, world) =>
        isActiveMember(person, row, world) && membership(person, row.id, world) === 'owner',
    },
    change: () => ({ deleted_at: null }),
  },
  deleted_tasks: {
    key: ['id'],
    aggregates: [],
    isView: true,
    rowsOf: world => world.tasks.filter(task => task.deleted_at),
    readable: {
      member: memberTaskColumns,
      viewer: memberTaskColumns,
      org_admin: memberTaskColumns,
    },
    reads: administratorsAnd((person, row, world) => maintainsLive(person, row, world)),
    update: {
      columns: { member: ['deleted_at'] },
      rows: (person, row, world) =>
        isActiveMember(person, row, world) && maintainsLive(person, row, world),
    },
    remove: {
      columns: { member: [] },
      rows: (person, row, world) =>
        isActiveMember(person, row, world) && maintainsLive(person, row, world),
    },
    change: () => ({ deleted_at: null }),
  },
  ...partPolicy,
  ...sharingPolicy,
  ...progressPolicy,
  ...periodPolicy,
}
