// The people of the isolation proof: each stands for one relation that a person can have to
// somebody's rows.
import type { Role } from '#shared/roles.ts'

/** One person of the proof and the Hasura role with which they come. */
export interface Person {
  readonly name: string
  readonly id: string
  /** The role of the request. `undefined`: no usable token. */
  readonly role: Role | undefined
  /** What the person is to Alice's goals; printed in the report. */
  readonly relation: string
}

const id = (digit: string) =>
  `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`

/** Ids of the people whose rows the fixture plants. */
export const ids = {
  alice: id('a'),
  erin: id('e'),
  victor: id('1'),
  bob: id('b'),
  vera: id('2'),
  olga: id('3'),
  dan: id('d'),
} as const

/** Everybody who tries every transport. */
export const people: readonly Person[] = [
  { name: 'alice', id: ids.alice, role: 'member', relation: 'owner' },
  { name: 'erin', id: ids.erin, role: 'member', relation: 'shared as editor' },
  { name: 'victor', id: ids.victor, role: 'member', relation: 'shared as viewer' },
  { name: 'bob', id: ids.bob, role: 'member', relation: 'stranger' },
  {
    name: 'vera',
    id: ids.vera,
    role: 'viewer',
    relation: 'role viewer, owner of her own and shared as editor',
  },
  {
    name: 'victor as viewer',
    id: ids.victor,
    role: 'viewer',
    relation: 'role viewer, shared as viewer',
  },
  { name: 'olga', id: ids.olga, role: 'org_admin', relation: 'administrator' },
  {
    name: 'olga as member',
    id: ids.olga,
    role: 'member',
    relation: 'administrator at work on her own goals',
  },
  {
    name: 'dan',
    id: ids.dan,
    role: 'member',
    relation: 'deactivated, with a token that is still valid, owner and shared as editor',
  },
  {
    name: 'dan as administrator',
    id: ids.dan,
    role: 'org_admin',
    relation: 'deactivated administrator',
  },
  { name: 'anonymous', id: ids.bob, role: undefined, relation: 'no token' },
  {
    name: 'foreign token',
    id: ids.alice,
    role: undefined,
    relation: 'Alice\'s claims, signed by somebody else',
  },
]
