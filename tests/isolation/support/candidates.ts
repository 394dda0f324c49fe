// Things a person may try to write, and whether the policy allows each.
import type { Person } from './people.ts'
import {
  changesMembers,
  goalOf,
  isActiveMember,
  isLive,
  maintains,
  mayHold,
  membership,
} from './rights.ts'
import type { Row, World } from './world.ts'

/**
 * An object for an insert; `meets` is the row of the same primary key that is there already: an
 * upsert would change it.
 */
export interface Candidate {
  readonly label: string
  readonly object: Record<string, unknown>
  readonly allowed: boolean
  readonly meets?: Row
}

/** A change of one row that says where it belongs. */
export interface Move {
  readonly label: string
  readonly row: Row
  readonly set: Record<string, unknown>
  readonly allowed: boolean
}

/** A whole root field that inserts into one table through another; GraphQL text. */
export interface NestedCandidate {
  readonly label: string
  readonly field: string
  readonly allowed: boolean
}

const nowhere = 'ffffffff-ffff-4fff-8fff-ffffffffffff'
const strangersId = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'

const text = (value: unknown): string => JSON.stringify(value)

/**
 * An object with nothing but its own values, and the same with values that only the database or a
 * preset may choose.
 */
export function ownObjects(object: Record<string, unknown>) {
  return (person: Person, world: World): Candidate[] => [
    { label: 'own', object, allowed: isActiveMember(person, {}, world) },
    { label: 'with an id', object: { ...object, id: nowhere }, allowed: false },
    { label: 'for somebody else', object: { ...object, user_id: strangersId }, allowed: false },
  ]
}

/** Settings: a new key, one that others have too, and one for somebody else. */
export function settingObjects(person: Person, world: World): Candidate[] {
  const own = world.settings.find(row => row.user_id === person.id && row.key === 'theme')
  return [
    {
      label: 'own',
      object: { key: 'week-start', value: 'monday' },
      allowed: isActiveMember(person, {}, world),
    },
    {
      label: 'a key that others have',
      object: { key: 'theme', value: 'other' },
      allowed: isActiveMember(person, {}, world) && !own,
      meets: own,
    },
    {
      label: 'for somebody else',
      object: { key: 'week-start', value: 'monday', user_id: strangersId },
      allowed: false,
    },
  ]
}

/** Goals: alone, below every goal there is, below none, for somebody else. */
export function goalObjects(person: Person, world: World): Candidate[] {
  const object = { title: 'new', horizon: 'weekly' }
  return [
    { label: 'own', object, allowed: isActiveMember(person, {}, world) },
    { label: 'for somebody else', object: { ...object, created_by: strangersId }, allowed: false },
    { label: 'with an id', object: { ...object, id: nowhere }, allowed: false },
    { label: 'below no goal', object: { ...object, parent_id: nowhere }, allowed: false },
    ...world.goals.map(goal => ({
      label: `below "${goal.title}" ${goal.id}`,
      object: { ...object, parent_id: goal.id },
      allowed: mayHold(person, goal, world),
    })),
    ...world.categories.map(category => ({
      label: `with category ${category.id}`,
      object: { ...object, category_id: category.id },
      allowed: isActiveMember(person, {}, world) && category.user_id === person.id,
    })),
  ]
}

/** Moves of every goal that the person may change below every other, and into every category. */
export function goalMoves(person: Person, world: World): Move[] {
  const movable = world.goals
    .filter(
      goal =>
        !goal.is_inbox
        && !goal.deleted_at
        && isActiveMember(person, goal, world)
        && maintains(person, goal.id, world),
    )
    .slice(0, 2)
  return movable.flatMap(row => [
    ...world.categories.map(category => ({
      label: `"${row.title}" into category ${category.id}`,
      row,
      set: { category_id: category.id },
      allowed: isOfMember(category, row, world),
    })),
    ...world.goals
      .filter(goal => goal.id !== row.id && goal.id !== row.parent_id)
      .map(goal => ({
        label: `"${row.title}" below "${goal.title}" ${goal.id}`,
        row,
        set: { parent_id: goal.id },
        allowed:
          mayHold(person, goal, world)
          && goal.parent_id !== row.id
          && (membership(person, row.id, world) === 'owner' || !changesMembers(row, goal.id, world)),
      })),
  ])
}

/** Tasks: in every goal, and in an own goal with every category and below every task. */
export function taskObjects(person: Person, world: World): Candidate[] {
  const object = { title: 'new' }
  const own = world.goals.find(
    goal => maintains(person, goal.id, world) && !goal.deleted_at && !goal.is_inbox,
  )
  return [
    { label: 'of no goal', object: { ...object, goal_id: nowhere }, allowed: false },
    ...world.goals.map(goal => ({
      label: `of "${goal.title}" ${goal.id}`,
      object: { ...object, goal_id: goal.id },
      allowed: mayHold(person, goal, world),
    })),
    ...(own
      ? world.categories.map(category => ({
          label: `with category ${category.id}`,
          object: { ...object, goal_id: own.id, category_id: category.id },
          allowed: mayHold(person, own, world) && isOfMember(category, own, world),
        }))
      : []),
    ...(own
      ? world.tasks.map(task => ({
          label: `below "${task.title}" ${task.id}`,
          object: { ...object, goal_id: own.id, parent_id: task.id },
          allowed: mayHold(person, own, world) && task.goal_id === own.id && isLive(task, world),
        }))
      : []),
    ...(own
      ? [
          {
            label: 'for somebody else',
            object: { ...object, goal_id: own.id, created_by: strangersId },
            allowed: false,
          },
        ]
      : []),
  ]
}

/** Moves of one task that the person may change into every goal and every category. */
export function taskMoves(person: Person, world: World): Move[] {
  const row = world.tasks.find(
    task => !task.deleted_at && mayHold(person, goalOf(task, world)!, world),
  )
  if (!row) return []
  const goal = goalOf(row, world)!
  const category = world.categories.find(one => one.id === row.category_id)
  return [
    ...world.goals
      .filter(other => other.id !== goal.id)
      .map(other => ({
        label: `into "${other.title}" ${other.id}`,
        row,
        set: { goal_id: other.id },
        allowed: mayHold(person, other, world) && (!category || isOfMember(category, other, world)),
      })),
    ...world.categories
      .filter(other => other.id !== row.category_id)
      .map(other => ({
        label: `into category ${other.id}`,
        row,
        set: { category_id: other.id },
        allowed: isOfMember(other, goal, world),
      })),
  ]
}

/** Inserts that reach `table` through a relationship of another table. */
export function nestedObjects(table: 'goals' | 'tasks' | 'user_goals' | 'categories') {
  return (person: Person, world: World): NestedCandidate[] => {
    const mine = isActiveMember(person, {}, world)
    const goal = 'title: "new", horizon: "weekly"'
    const own = world.goals.find(one => mayHold(person, one, world))
    switch (table) {
      case 'goals':
        return [
          {
            label: 'with a new parent',
            field: `insert_goals_one(object: {${goal}, parent: {data: {${goal}}}}) { id }`,
            allowed: mine,
          },
          {
            label: 'with children',
            field: `insert_goals_one(object: {${goal}, children: {data: [{${goal}}]}}) { id }`,
            allowed: mine,
          },
          {
            label: 'with a child of somebody else',
            field: `insert_goals_one(object: {${goal}, children: {data: [{${goal}, created_by: ${text(strangersId)}}]}}) { id }`,
            allowed: false,
          },
        ]
      case 'tasks':
        return [
          {
            label: 'of a new goal',
            field: `insert_goals_one(object: {${goal}, tasks: {data: [{title: "new"}]}}) { id }`,
            allowed: mine,
          },
          ...(own
            ? [
                {
                  label: 'with a new category',
                  field: `insert_tasks_one(object: {title: "new", goal_id: ${text(own.id)}, category: {data: {name: "new"}}}) { id }`,
                  allowed: mine,
                },
              ]
            : []),
          ...world.goals
            .filter(one => !mayHold(person, one, world))
            .slice(0, 3)
            .map(one => ({
              label: `of "${one.title}" through a new category`,
              field: `insert_categories_one(object: {name: "new", tasks: {data: [{title: "new", goal_id: ${text(one.id)}}]}}) { id }`,
              allowed: false,
            })),
        ]
      case 'user_goals':
        return [
          {
            label: 'oneself as a member',
            field: `insert_goals_one(object: {${goal}, members: {data: [{user_id: ${text(person.id)}, role: "owner"}]}}) { id }`,
            allowed: false,
          },
          {
            label: 'a membership by itself',
            field: `insert_user_goals_one(object: {goal_id: "a0000000-0000-4000-8000-000000000001", user_id: ${text(person.id)}, role: "owner"}) { goal_id }`,
            allowed: false,
          },
        ]
      case 'categories':
        return [
          {
            label: 'for somebody else',
            field: `insert_tasks_one(object: {title: "new", goal_id: ${text(own?.id ?? nowhere)}, category: {data: {name: "new", user_id: ${text(strangersId)}}}}) { id }`,
            allowed: false,
          },
        ]
    }
  }
}

function isOfMember(category: Row, goal: Row, world: World): boolean {
  return world.user_goals.some(row => row.goal_id === goal.id && row.user_id === category.user_id)
}
