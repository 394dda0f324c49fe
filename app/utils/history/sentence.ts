import { shortDay, type Day } from '../days'
import { horizonFacts, type Horizon } from '../horizons'
import { goalStatuses, priorities, taskStatuses, type GoalStatus, type TaskStatus } from '../statuses'
import { quoted, shorten } from '../text'
import type { Change, Values } from './change'

/** What a change is told with: names of things by their ids, as far as they are known, and the day. */
export interface Surroundings {
  readonly titleOf: (id: string) => string | undefined
  readonly today: Day
}

/** What somebody did, after their name: `renamed this goal from “Run” to “Walk”`. */
export function deedOf(change: Change, surroundings: Surroundings): string {
  if (change.entity === 'goal_grants') return sharingOf(change)
  const thing = thingOf(change, surroundings)
  switch (change.action) {
    case 'insert':
      return `${change.entity === 'check_ins' ? 'wrote' : change.entity === 'goals' ? 'created' : 'added'} ${thing}`
    case 'delete':
      return change.entity === 'task_dependencies' ? `removed ${thing}` : `deleted ${thing} for good`
    case 'leave':
      return `moved ${thing} to another goal`
    case 'arrive':
      return `moved ${thing} here from another goal`
    case 'update':
      return updateOf(change, thing, surroundings.today)
  }
}

function sharingOf({ action, entityId, actorId, before, after }: Change): string {
  const role = (values: Values | undefined) => String(values?.role ?? 'member')
  if (action === 'insert') return `shared this goal with somebody as ${role(after)}`
  if (action === 'update') return `changed a member from ${role(before)} to ${role(after)}`
  return entityId === actorId ? 'left this goal' : `removed a member, who was ${role(before)}`
}

function thingOf({ entity, entityId, before, after }: Change, { titleOf }: Surroundings): string {
  const title = [after?.title, before?.title, entityId && titleOf(entityId)].find(
    text => typeof text === 'string' && text !== '',
  ) as string | undefined
  const named = (noun: string) => (title ? `${noun} ${quoted(shorten(title))}` : `a ${noun.replace('the ', '')}`)
  switch (entity) {
    case 'goals':
      return 'this goal'
    case 'tasks':
      return named('the task')
    case 'key_results':
      return named('the key result')
    case 'check_ins':
      return 'a check-in'
    case 'task_dependencies':
      return 'a task that has to wait for another'
    default:
      return 'something'
  }
}

function updateOf({ entity, before, after }: Change, thing: string, today: Day): string {
  if (!before || !after) return `changed ${thing}`
  if ('deleted_at' in after)
    return after.deleted_at === null ? `restored ${thing}` : `moved ${thing} to the trash`
  if ('archived_at' in after)
    return after.archived_at === null ? `took ${thing} out of the archive` : `archived ${thing}`
  const columns = Object.keys(after)
  if (columns.length === 1) {
    const [column] = columns as [string]
    if (column === 'title') return `renamed ${nounOf(entity)} from ${shown(before.title)} to ${shown(after.title)}`
    if (column === 'status') return `${statusDeeds[after.status as string] ?? 'changed'} ${thing}`
    if (column === 'position') return `moved ${thing} among its neighbours`
    if (column === 'parent_id') return `moved ${thing} to another place`
  }
  const told = columns.filter(column => column !== 'position')
  if (told.length === 0) return `changed ${thing}`
  const changes = told.map(column => changeOf(entity, column, before, after, today))
  return `changed ${inWords(changes)} of ${thing}`
}

function nounOf(entity: string): string {
  return { goals: 'this goal', tasks: 'a task', key_results: 'a key result' }[entity] ?? 'something'
}

const statusDeeds: Readonly<Record<string, string>> = {
  active: 'reopened',
  pending: 'reopened',
  in_progress: 'started',
  blocked: 'marked as blocked:',
  on_hold: 'put on hold',
  completed: 'completed',
  cancelled: 'cancelled',
} satisfies Record<GoalStatus | TaskStatus, string>

/** Columns that people know by another name. */
const otherNames: Readonly<Record<string, string>> = {
  category_id: 'category',
  manual_progress: 'progress',
  parent_id: 'place',
  recurrence: 'repetition',
  start_value: 'start',
  target_value: 'target',
  is_done: 'mark',
}

function nameOf(column: string): string {
  return `the ${otherNames[column] ?? column.replaceAll('_', ' ')}`
}

/** Columns whose values are too long to be said, or say nothing by themselves. */
const unsaid: ReadonlySet<string> = new Set([
  'description',
  'success_criteria',
  'notes',
  'note',
  'health',
  'category_id',
  'metrics',
  'parent_id',
  'tags',
  'recurrence',
  'kind',
  'is_done',
])

function changeOf(entity: string, column: string, before: Values, after: Values, today: Day): string {
  if (unsaid.has(column)) return nameOf(column)
  const say = (value: unknown) => valueOf(entity, column, value, today)
  return `${nameOf(column)} from ${say(before[column])} to ${say(after[column])}`
}

function valueOf(entity: string, column: string, value: unknown, today: Day): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  switch (column) {
    case 'status':
      return entity === 'goals'
        ? goalStatuses[value as GoalStatus].label
        : taskStatuses[value as TaskStatus].label
    case 'horizon':
      return horizonFacts[value as Horizon].label
    case 'target_date':
    case 'due_date':
      return shortDay(value as Day, today)
    case 'priority':
      return priorities[value as number] ?? String(value)
    case 'manual_progress':
      return `${String(value)} %`
    case 'title':
      return shown(value)
    default:
      return String(value as string | number | boolean)
  }
}

function shown(title: unknown): string {
  return quoted(shorten(String(title)))
}

function inWords(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** Who did it, as the history names them. */
export function actorOf({ actorId, actorName }: Change, me: string | undefined): string {
  if (actorId === null) return 'The server'
  if (actorId === me) return 'You'
  return actorName ?? 'A former member'
}
