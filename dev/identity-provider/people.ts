import { createHash } from 'node:crypto'
import type { Group } from '#shared/roles.ts'

/** A user who can be picked on the local sign-in page. */
export interface Person {
  /** Lower case, unique; the id is derived from it. */
  username: string
  /** The name that people read. */
  name: string
  /**
   * Undefined until the first sign-in, which puts the person among the admins (when there is none
   * yet) or the members.
   */
  group: Group | undefined
  /** A person who is not active cannot sign in or refresh, as in Authentik. */
  isActive: boolean
}

/** The people of a new local provider. */
export const samplePeople: readonly Person[] = [
  { username: 'alice', name: 'Alice Moreau', group: undefined, isActive: true },
  { username: 'bob', name: 'Bob Lindqvist', group: undefined, isActive: true },
  { username: 'vera', name: 'Vera Okafor', group: 'goals-viewers', isActive: true },
  { username: 'dan', name: 'Dan Petrov', group: undefined, isActive: false },
]

/** A random UUID that names this project's people, as RFC 9562 section 5.5 asks of a namespace. */
const namespace = Buffer.from('5f0a2c8e9d3b4c7186e41fb2d07a6c35', 'hex')

/**
 * The id of a local person, the same in every checkout: a version 5 UUID (RFC 9562) of the user
 * name.
 */
export function userIdFor(username: string): string {
  const hash = createHash('sha1')
    .update(namespace)
    .update(username.toLowerCase())
    .digest()
    .subarray(0, 16)
  hash[6] = (hash[6]! & 0x0f) | 0x50
  hash[8] = (hash[8]! & 0x3f) | 0x80
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/**
 * The person named by a text typed on the sign-in page: "Zoë Ray" is the user
 * `zoë.ray`.
 *
 * @returns undefined when nothing usable is left, or more than 64 characters
 */
export function personNamed(text: string): Person | undefined {
  const typed = text.normalize('NFKC').trim().replace(/\s+/g, ' ')
  const username = typed
    .toLowerCase()
    .replaceAll(' ', '.')
    .replace(/[^\p{L}\p{N}._+@-]/gu, '')
  if (!/^[\p{L}\p{N}]/u.test(username) || username.length > 64) return undefined
  const name = typed === username ? username.charAt(0).toUpperCase() + username.slice(1) : typed
  return { username, name, group: undefined, isActive: true }
}

/**
 * An address below the reserved domain of RFC 2606, so that a laptop never sends mail to a real mailbox.
 */
export function emailOf(person: Person): string {
  return person.username.includes('@') ? person.username : `${person.username}@example.test`
}

/**
 * Whether the address is one that this provider gave, and so nobody else's. A typed one may be anybody's,
 * even one of those.
 */
export function hasVerifiedEmail(person: Person): boolean {
  return !person.username.includes('@')
}
