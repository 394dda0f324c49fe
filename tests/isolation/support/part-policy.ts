// The policy about what belongs to a goal beside its tasks.
import { checkInObjects, dependencyObjects, keyResultObjects } from './part-candidates.ts'
import {
  active,
  goalOf,
  isActiveMember,
  isAdministrator,
  isLive,
  maintains,
  maintainsLive,
  membership,
  tasksOf,
} from './rights.ts'
import { ownHistory } from './world.ts'
import {
  administratorsAnd,
  allBut,
  everybody,
  readableByAll,
  type Rule,
  type TablePolicy,
} from './table-policy.ts'

const keyResultColumns = allBut('key_results')
const writtenOfKeyResults = [
  'kind',
  'title',
  'start_value',
  'current_value',
  'target_value',
  'unit',
  'is_done',
  'weight',
  'position',
]
const checkInColumns = allBut('check_ins')
const historyColumns = allBut('audit_log', 'person_id', 'number', 'salt', 'digest', 'hash')
const dependencyColumns = allBut('task_dependencies')

const maintainsPart: Rule = (person, row, world) =>
  isActiveMember(person, row, world) && isLive(row, world) && maintains(person, row.goal_id, world)

const restores: Rule = (person, row, world) =>
  isActiveMember(person, row, world) && maintainsLive(person, row, world)

/** The part of the policy that `policy` is completed by. */
export const partPolicy: Readonly<
  Record<
    'key_results' | 'deleted_key_results' | 'check_ins' | 'task_dependencies' | 'audit_log' | 'own_history',
    TablePolicy
  >
> = {
  key_results: {
    key: ['id'],
    aggregates: everybody,
    rowsOf: world => world.key_results,
    readable: readableByAll(keyResultColumns),
    reads: administratorsAnd(
      (person, row, world) =>
        isLive(row, world) && membership(person, row.goal_id, world) !== undefined,
    ),
    insert: {
      columns: { member: ['goal_id', ...writtenOfKeyResults, 'client_key'] },
      rows: (person, row, world) =>
        isActiveMember(person, row, world)
        && maintains(person, row.goal_id, world)
        && !goalOf(row, world)?.deleted_at,
    },
    update: {
      columns: { member: [...writtenOfKeyResults, 'deleted_at'] },
      rows: maintainsPart,
    },
    remove: { columns: { member: [] }, rows: maintainsPart },
    change: () => ({ position: 7 }),
    candidates: keyResultObjects,
  },
  deleted_key_results: {
    key: ['id'],
    aggregates: [],
    isView: true,
    rowsOf: world => world.key_results.filter(row => row.deleted_at),
    readable: readableByAll(keyResultColumns),
    reads: administratorsAnd(maintainsLive),
    update: { columns: { member: ['deleted_at'] }, rows: restores },
    remove: { columns: { member: [] }, rows: restores },
    change: () => ({ deleted_at: null }),
  },
  check_ins: {
    key: ['id'],
    aggregates: everybody,
    rowsOf: world => world.check_ins,
    readable: readableByAll(checkInColumns),
    reads: administratorsAnd(
      (person, row, world) =>
        isLive(row, world) && membership(person, row.goal_id, world) !== undefined,
    ),
    insert: {
      columns: { member: ['goal_id', 'note', 'health', 'key_result_id', 'value', 'client_key'] },
      rows: maintainsPart,
    },
    update: {
      columns: { member: ['note', 'health'] },
      rows: (person, row, world) =>
        maintainsPart(person, row, world) && row.created_by === person.id,
    },
    remove: { columns: { member: [] }, rows: maintainsPart },
    change: () => ({ note: 'changed' }),
    candidates: checkInObjects,
  },
  task_dependencies: {
    key: ['id'],
    aggregates: everybody,
    rowsOf: world => world.task_dependencies,
    readable: readableByAll(dependencyColumns),
    reads: administratorsAnd((person, row, world) =>
      tasksOf(row, world).every(
        task => isLive(task, world) && membership(person, task.goal_id, world) !== undefined,
      ),
    ),
    insert: {
      columns: { member: ['task_id', 'depends_on_id'] },
      rows: (person, row, world) =>
        tasksOf(row, world).every(task => maintainsPart(person, task, world)),
    },
    remove: {
      columns: { member: [] },
      rows: (person, row, world) => {
        const [waiting, awaited] = tasksOf(row, world)
        return (
          maintainsPart(person, waiting, world)
          && isLive(awaited, world)
          && membership(person, awaited.goal_id, world) !== undefined
        )
      },
    },
    candidates: dependencyObjects,
  },
  audit_log: {
    key: ['id'],
    aggregates: [],
    rowsOf: world => world.audit_log,
    readable: {
      member: historyColumns,
      viewer: historyColumns,
      org_admin: [...historyColumns, 'person_id'],
    },
    reads: (person, row, world) =>
      active(person, world)
      && (isAdministrator(person)
        ? row.entity !== 'settings'
        : !goalOf(row, world)?.deleted_at && membership(person, row.goal_id, world) !== undefined),
  },
  own_history: {
    key: ['id'],
    aggregates: [],
    isView: true,
    rowsOf: ownHistory,
    readable: { member: allBut('own_history'), viewer: allBut('own_history') },
    reads: (person, row, world) => active(person, world) && row.user_id === person.id,
  },
}
