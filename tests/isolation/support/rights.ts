// The terms in which the policy is stated.
import { memberRoles } from '#shared/enums.ts'
import type { Person } from './people.ts'
import type { Row, World } from './world.ts'

/** A person is known, not deactivated, and came with a token that counts. */
export function active(person: Person, world: World): boolean {
  return (
    person.role !== undefined && world.users.some(user => user.id === person.id && user.is_active)
  )
}

/** The person comes as an administrator. */
export function isAdministrator(person: Person): boolean {
  return person.role === 'org_admin'
}

/** The person may write at all. */
export function isActiveMember(person: Person, _row: Row, world: World): boolean {
  return person.role === 'member' && active(person, world)
}

/** The person's part in a goal: owner, editor, viewer, or undefined. */
export function membership(person: Person, goalId: unknown, world: World): unknown {
  return world.user_goals.find(row => row.user_id === person.id && row.goal_id === goalId)?.role
}

/** The person owns the goal of a row, and it is not in the trash. */
export function isLiveOwner(person: Person, row: Row, world: World): boolean {
  return (
    isActiveMember(person, row, world)
    && membership(person, row.goal_id, world) === 'owner'
    && !goalOf(row, world)?.deleted_at
  )
}

/** A grant without which its goal would have no owner, neither of its own nor from above. */
export function isLastOwner(grant: Row, world: World): boolean {
  const parentId = goalOf(grant, world)?.parent_id
  return (
    grant.role === 'owner'
    && ![
      ...world.goal_grants.filter(row => row.goal_id === grant.goal_id && row !== grant),
      ...world.user_goals.filter(row => row.goal_id === parentId),
    ].some(row => row.role === 'owner')
  )
}

/** Whether somebody's role in a goal would be another below this parent. */
export function changesMembers(goal: Row, parentId: unknown, world: World): boolean {
  const sources = [
    ...world.goal_grants.filter(row => row.goal_id === goal.id),
    ...world.user_goals.filter(row => row.goal_id === parentId),
  ]
  return world.users.some(({ id }) => {
    const roles = sources.filter(row => row.user_id === id).map(row => row.role)
    const expected = ['owner', 'editor', 'viewer'].find(role => roles.includes(role))
    const actual = world.user_goals.find(row => row.goal_id === goal.id && row.user_id === id)
    return expected !== actual?.role
  })
}

/** The person owns or edits a goal. */
export function maintains(person: Person, goalId: unknown, world: World): boolean {
  return ['owner', 'editor'].includes(membership(person, goalId, world) as string)
}

/** The goal that a row belongs to. */
export function goalOf(row: Row, world: World): Row | undefined {
  return world.goals.find(goal => goal.id === row.goal_id)
}

/** The person owns or edits the goal of a part of it, and it is not in the trash. */
export function maintainsLive(person: Person, part: Row, world: World): boolean {
  return maintains(person, part.goal_id, world) && !goalOf(part, world)?.deleted_at
}

/** Neither a part of a goal nor the goal is in the trash. */
export function isLive(part: Row, world: World): boolean {
  return !part.deleted_at && !goalOf(part, world)?.deleted_at
}

/** The task that waits, and the one that it waits for. */
export function tasksOf(link: Row, world: World): [waiting: Row, awaited: Row] {
  const task = (id: unknown) => world.tasks.find(one => one.id === id)!
  return [task(link.task_id), task(link.depends_on_id)]
}

/** A task, or another part of a goal, can be added to a goal by the person. */
export function mayHold(person: Person, goal: Row, world: World): boolean {
  return (
    isActiveMember(person, goal, world) && maintains(person, goal.id, world) && !goal.deleted_at
  )
}

/** Who is what in which goal, computed from the grants and the tree alone, in the columns of `user_goals`. */
export function derivedMemberships(world: World): readonly Row[] {
  const pathOf = (goal: Row): Row[] => {
    const parent = world.goals.find(one => one.id === goal.parent_id)
    return [goal, ...(parent ? pathOf(parent) : [])]
  }
  return world.goals.flatMap((goal) => {
    const path = new Set(pathOf(goal).map(({ id }) => id))
    const grants = world.goal_grants.filter(grant => path.has(grant.goal_id))
    return [...Map.groupBy(grants, grant => grant.user_id)].map(([user, granted]) => {
      const roles = new Set(granted.map(({ role }) => role))
      return {
        user_id: user,
        goal_id: goal.id,
        role: memberRoles.find(role => roles.has(role)),
      }
    })
  })
}
