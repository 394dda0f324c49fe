// Parts of goals that a person may try to add, and whether the policy allows each.
import type { Candidate } from './candidates.ts'
import { ids, type Person } from './people.ts'
import { isLive, goalOf, mayHold } from './rights.ts'
import type { Row, World } from './world.ts'

const nowhere = 'ffffffff-ffff-4fff-8fff-ffffffffffff'

/** In every goal, in none, and for somebody else. */
function ofGoals(person: Person, world: World, object: Record<string, unknown>): Candidate[] {
  const own = world.goals.find(goal => mayHold(person, goal, world))
  return [
    { label: 'of no goal', object: { ...object, goal_id: nowhere }, allowed: false },
    ...world.goals.map(goal => ({
      label: `of "${goal.title}" ${goal.id}`,
      object: { ...object, goal_id: goal.id },
      allowed: mayHold(person, goal, world),
    })),
    {
      label: 'for somebody else',
      object: { ...object, goal_id: own?.id ?? nowhere, created_by: ids.alice },
      allowed: false,
    },
    {
      label: 'with an id',
      object: { ...object, goal_id: own?.id ?? nowhere, id: nowhere },
      allowed: false,
    },
  ]
}

/** Key results: in every goal. */
export function keyResultObjects(person: Person, world: World): Candidate[] {
  return ofGoals(person, world, { title: 'new', target_value: 10 })
}

/** Check-ins: in every goal, and with a value for every key result. */
export function checkInObjects(person: Person, world: World): Candidate[] {
  return [
    ...ofGoals(person, world, { note: 'new' }),
    ...world.key_results.flatMap(result =>
      world.goals
        .filter(goal => goal.id === result.goal_id || mayHold(person, goal, world))
        .slice(0, 2)
        .map(goal => ({
          label: `of "${goal.title}" with a value for "${result.title}" ${String(result.id)}`,
          object: { goal_id: goal.id, key_result_id: result.id, value: 3 },
          allowed:
            mayHold(person, goal, world) && result.goal_id === goal.id && isLive(result, world),
        })),
    ),
  ]
}

/** Links between a task that the person may edit, or any, and every other task, both ways. */
export function dependencyObjects(person: Person, world: World): Candidate[] {
  const mayLink = (task: Row) => isLive(task, world) && mayHold(person, goalOf(task, world)!, world)
  const base = world.tasks.find(mayLink) ?? world.tasks[0]!
  const links = (waiting: Row, awaited: Row): Candidate => ({
    label: `${String(waiting.id)} waits for ${String(awaited.id)}`,
    object: { task_id: waiting.id, depends_on_id: awaited.id },
    allowed:
      mayLink(waiting)
      && mayLink(awaited)
      && !awaitedBy(awaited, world).has(waiting.id)
      && !world.task_dependencies.some(
        link => link.task_id === waiting.id && link.depends_on_id === awaited.id,
      ),
  })
  return [
    ...world.tasks.flatMap(task => [links(base, task), links(task, base)]),
    {
      label: 'for no task',
      object: { task_id: base.id, depends_on_id: nowhere },
      allowed: false,
    },
    {
      label: 'for somebody else',
      object: { task_id: base.id, depends_on_id: nowhere, created_by: ids.alice },
      allowed: false,
    },
  ]
}

/** The ids of a task and of all that it waits for, however indirectly. */
function awaitedBy(task: Row, world: World): ReadonlySet<unknown> {
  const found = new Set([task.id])
  for (const id of found) {
    for (const link of world.task_dependencies.filter(one => one.task_id === id))
      found.add(link.depends_on_id)
  }
  return found
}
