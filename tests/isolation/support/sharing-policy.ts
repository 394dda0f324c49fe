// The policy about who is a member of what, and who may change that.
import type { Candidate, Move, NestedCandidate } from './candidates.ts'
import { ids, type Person } from './people.ts'
import { active, goalOf, isActiveMember, isAdministrator, isLastOwner, isLiveOwner, membership } from './rights.ts'
import {
  administratorsAnd,
  allBut,
  everybody,
  readableByAll,
  type Rule,
  type TablePolicy,
} from './table-policy.ts'
import { openInvitations, type Row, type World } from './world.ts'

const nowhere = 'ffffffff-ffff-4fff-8fff-ffffffffffff'

/** On every goal: for a member, a stranger, a deactivated member, nobody, and for oneself. */
function grantObjects(person: Person, world: World): Candidate[] {
  if (isAdministrator(person)) return handovers(person, world)
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

/** Every goal to an active person, to one who is deactivated, and to nobody. */
function handovers(person: Person, world: World): Candidate[] {
  const isOwned = (goal: Row) =>
    world.user_goals.some(row => row.goal_id === goal.id && row.role === 'owner')
  return world.goals.flatMap(goal =>
    [ids.bob, ids.dan, nowhere].map(user => ({
      label: `"${goal.title}" ${goal.id} to ${user}`,
      object: { goal_id: goal.id, user_id: user },
      allowed: active(person, world) && !isOwned(goal) && user === ids.bob,
    })),
  )
}

/** To every goal: for an address without an account, and for somebody by name. */
function invitationObjects(person: Person, world: World): Candidate[] {
  const own = world.goals.find(goal => isLiveOwner(person, { goal_id: goal.id }, world))
  const object = { goal_id: own?.id ?? nowhere, invitee: 'newcomer@example.test', role: 'owner' }
  const victor = world.users.find(user => user.id === ids.victor)!
  const invites = (goal: Row) => isLiveOwner(person, { goal_id: goal.id }, world) && !goal.is_inbox
  return [
    { label: 'to no goal', object: { ...object, goal_id: nowhere }, allowed: false },
    { label: 'in the name of another', object: { ...object, invited_by: ids.alice }, allowed: false },
    { label: 'for an account', object: { ...object, invited_user_id: ids.bob }, allowed: false },
    { label: 'accepted', object: { ...object, status: 'accepted' }, allowed: false },
    ...world.goals.flatMap(goal => [
      {
        label: `to "${goal.title}" ${goal.id} by address`,
        object: { ...object, goal_id: goal.id },
        allowed: invites(goal),
      },
      {
        label: `to "${goal.title}" ${goal.id} by name`,
        object: { ...object, goal_id: goal.id, invitee: ' Victor' },
        allowed:
          invites(goal)
          && person.id !== victor.id
          && !world.user_goals.some(row => row.goal_id === goal.id && row.user_id === victor.id)
          && !world.invitations.some(
            row =>
              row.goal_id === goal.id && row.invitee === victor.username && row.status === 'pending',
          ),
      },
    ]),
  ]
}

/** An administrator made the person the one owner of a goal that had none. */
const isHandedOver: Rule = (person, row, world) =>
  active(person, world)
  && isAdministrator(person)
  && row.role === 'owner'
  && world.user_goals.every(
    other => other.goal_id !== row.goal_id || other.role !== 'owner' || other.user_id === row.user_id,
  )

/** Every answer to every invitation, as somebody else's or as one's own. */
const answers =
  (allowed: (person: Person, row: Row, status: string, world: World) => boolean, rowsOf: TablePolicy['rowsOf']) =>
    (person: Person, world: World): Move[] =>
      rowsOf(world).flatMap(row =>
        ['accepted', 'declined', 'revoked', 'pending'].map(status => ({
          label: `${row.id} to ${status}`,
          row,
          set: { status },
          allowed: allowed(person, row, status, world),
        })),
      )

const ownsOpen: Rule = (person, row, world) =>
  isLiveOwner(person, row, world) && row.status === 'pending'
const reached: Rule = (person, row, world) =>
  isActiveMember(person, row, world) && row.user_id === person.id

function nestedInvitations(person: Person, world: World): NestedCandidate[] {
  return [
    {
      label: 'to a new goal',
      field: 'insert_invitations_one(object: {invitee: "newcomer", role: "viewer", goal: {data: {title: "new", horizon: "weekly"}}}) { id }',
      allowed: isActiveMember(person, {}, world),
    },
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
export const sharingPolicy: Readonly<
  Record<'goal_grants' | 'invitations' | 'received_invitations', TablePolicy>
> = {
  goal_grants: {
    key: ['goal_id', 'user_id'],
    aggregates: everybody,
    rowsOf: world => world.goal_grants,
    readable: readableByAll(allBut('goal_grants')),
    reads: administratorsAnd(
      (person, row, world) =>
        !goalOf(row, world)?.deleted_at && membership(person, row.goal_id, world) !== undefined,
    ),
    insert: {
      columns: { member: ['goal_id', 'user_id', 'role'], org_admin: ['goal_id', 'user_id'] },
      rows: (person, row, world) =>
        isLiveOwner(person, row, world) || isHandedOver(person, row, world),
    },
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
  invitations: {
    key: ['id'],
    aggregates: everybody,
    rowsOf: world => world.invitations,
    readable: readableByAll(allBut('invitations', 'invited_user_id')),
    reads: administratorsAnd(
      (person, row, world) =>
        !goalOf(row, world)?.deleted_at && membership(person, row.goal_id, world) === 'owner',
    ),
    insert: { columns: { member: ['goal_id', 'invitee', 'role'] }, rows: isLiveOwner },
    update: { columns: { member: ['status'] }, rows: ownsOpen },
    change: () => ({ status: 'revoked' }),
    candidates: invitationObjects,
    moves: answers(
      (person, row, status, world) => ownsOpen(person, row, world) && status === 'revoked',
      world => world.invitations,
    ),
    nested: nestedInvitations,
  },
  received_invitations: {
    key: ['id'],
    aggregates: ['member', 'viewer'],
    isView: true,
    rowsOf: openInvitations,
    readable: {
      member: allBut('received_invitations'),
      viewer: allBut('received_invitations'),
    },
    reads: (person, row, world) => active(person, world) && row.user_id === person.id,
    update: { columns: { member: ['status'] }, rows: reached },
    change: () => ({ status: 'declined' }),
    moves: answers(
      (person, row, status, world) =>
        reached(person, row, world) && ['accepted', 'declined'].includes(status),
      openInvitations,
    ),
  },
}
