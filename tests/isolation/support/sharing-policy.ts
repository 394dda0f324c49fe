// The policy about who is a member of what, and who may change that.
import type { Candidate, NestedCandidate } from './candidates.ts'
import { ids, type Person } from './people.ts'
import { goalOf, isActiveMember, isLastOwner, isLiveOwner, membership } from './rights.ts'
import { administratorsAnd, allBut, everybody, readableByAll, type TablePolicy } from './table-policy.ts'
import type { World } from './world.ts'

const nowhere = 'ffffffff-ffff-4fff-8fff-ffffffffffff'

/** On every goal: for a member, a stranger, a deactivated member, nobody, and for oneself. */
function grantObjects(person: Person, world: World): Candidate[] {
  const activeMember = (user: string, goal: unknown) =>
    world.user_goals.some(row => row.user_id === user && row.goal_id === goal)
    && world.users.some(row => row.id === user && row.is_active)
  const isGranted = (user: string, goal: unknown) =>
    world.goal_grants.some(row => row.user_id === user && row.goal_id === goal)
  const others = [...new Set([ids.erin, ids.bob, ids.dan, nowhere, person.id])]
  return [
    {
      label: 'on no goal',
      object: { goal_id: nowhere, user_id: ids.erin, role: 'viewer' },
      allowed: false,
    },
    ...world.goals.flatMap(goal =>
      others.map(user => ({
        label: `on "${goal.title}" ${goal.id} for ${user}`,
        object: { goal_id: goal.id, user_id: user, role: 'owner' },
        allowed:
          isLiveOwner(person, { goal_id: goal.id }, world)
          && user !== person.id
          && activeMember(user, goal.id)
          && !isGranted(user, goal.id),
      })),
    ),
  ]
}

function nestedGrants(): NestedCandidate[] {
  const goal = 'title: "new", horizon: "weekly"'
  return [
    {
      label: 'on a new goal, for a stranger to it',
      field: `insert_goal_grants_one(object: {user_id: "${ids.erin}", role: "viewer", goal: {data: {${goal}}}}) { role }`,
      allowed: false,
    },
  ]
}

/** The part of the policy that `policy` is completed by. */
export const sharingPolicy: Readonly<Record<'goal_grants', TablePolicy>> = {
  goal_grants: {
    key: ['goal_id', 'user_id'],
    aggregates: everybody,
    rowsOf: world => world.goal_grants,
    readable: readableByAll(allBut('goal_grants')),
    reads: administratorsAnd(
      (person, row, world) =>
        !goalOf(row, world)?.deleted_at && membership(person, row.goal_id, world) !== undefined,
    ),
    insert: { columns: { member: ['goal_id', 'user_id', 'role'] }, rows: isLiveOwner },
    update: { columns: { member: ['role'] }, rows: isLiveOwner },
    remove: {
      columns: { member: [] },
      rows: (person, row, world) =>
        isActiveMember(person, row, world)
        && !goalOf(row, world)?.deleted_at
        && membership(person, row.goal_id, world) !== undefined
        && (membership(person, row.goal_id, world) === 'owner' || row.user_id === person.id),
    },
    isKept: isLastOwner,
    change: () => ({ role: 'owner' }),
    candidates: grantObjects,
    nested: nestedGrants,
  },
}
