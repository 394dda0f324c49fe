import { describe, expect, test } from 'vitest'
import { claimsOf, groupOfRole } from '../../../../dev/identity-provider/claims.ts'
import type { Person } from '../../../../dev/identity-provider/people.ts'

const id = '00000000-0000-5000-8000-000000000001'
const all = new Set(['openid', 'profile', 'email', 'hasura'])
const person = (group: Person['group']): Person => ({
  username: 'eve',
  name: 'Eve',
  group,
  isActive: true,
})
const hasuraOf = (group: Person['group'], role?: string) =>
  claimsOf(person(group), id, all, role)['https://hasura.io/jwt/claims']

describe('Hasura claims', () => {
  test.each([
    ['goals-admins', 'org_admin', ['org_admin', 'member', 'viewer']],
    ['goals-members', 'member', ['member', 'viewer']],
    ['goals-viewers', 'viewer', ['viewer']],
  ] as const)('%s act as %s', (group, defaultRole, roles) => {
    expect(hasuraOf(group)).toEqual({
      'x-hasura-user-id': id,
      'x-hasura-default-role': defaultRole,
      'x-hasura-allowed-roles': roles,
    })
  })

  test('are absent for somebody in no group and when the scope was not asked for', () => {
    expect(hasuraOf(undefined)).toBeUndefined()
    expect(claimsOf(person('goals-members'), id, new Set(['profile']))).not.toHaveProperty(
      'https://hasura.io/jwt/claims',
    )
  })

  test('take another default role only when it is allowed', () => {
    expect(hasuraOf('goals-admins', 'member')).toMatchObject({ 'x-hasura-default-role': 'member' })
    expect(hasuraOf('goals-viewers', 'member')).toMatchObject({ 'x-hasura-default-role': 'viewer' })
  })
})

test('a role belongs to the group that has it as default; Hasura\'s own admin to none', () => {
  expect([groupOfRole('org_admin'), groupOfRole('viewer'), groupOfRole('admin')]).toEqual([
    'goals-admins',
    'goals-viewers',
    undefined,
  ])
})
