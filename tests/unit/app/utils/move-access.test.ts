import { expect, test } from 'vitest'
import type { MemberRole } from '#shared/enums.ts'
import { roleChanges } from '../../../../app/utils/move-access.ts'

/** A member of the goal that moves, or of the one that is to be above it. */
const member = (name: string, goal: string, role: MemberRole, granted: MemberRole | null = role) => ({
  user_id: name,
  goal_id: goal,
  name,
  role,
  granted_role: granted,
})
const changes = (...parameters: Parameters<typeof roleChanges>) =>
  roleChanges(...parameters).map(({ name, before, after }) => [name, before, after])

const members = [
  member('Ada', 'goal', 'owner'),
  member('Ben', 'goal', 'viewer', null),
  member('Cleo', 'goal', 'editor', 'viewer'),
  member('Ada', 'above', 'owner'),
  member('Dan', 'above', 'viewer'),
  member('Eva', 'elsewhere', 'owner'),
]

test('those above gain the goal, and whoever had it only from above loses it', () => {
  expect(changes(members, 'goal', 'above')).toEqual([
    ['Ben', 'viewer', undefined],
    ['Cleo', 'editor', 'viewer'],
    ['Dan', undefined, 'viewer'],
  ])
})

test('above nothing, what was granted on the goal itself stays', () => {
  expect(changes(members, 'goal', '')).toEqual([
    ['Ben', 'viewer', undefined],
    ['Cleo', 'editor', 'viewer'],
  ])
})

test('a role from above counts where it is the stronger one', () => {
  const rows = [member('Ada', 'goal', 'viewer'), member('Ada', 'above', 'owner')]
  expect(changes(rows, 'goal', 'above')).toEqual([['Ada', 'viewer', 'owner']])
  expect(changes([member('Ada', 'goal', 'owner'), member('Ada', 'above', 'viewer')], 'goal', 'above')).toEqual([])
})
