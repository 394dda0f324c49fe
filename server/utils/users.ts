import { and, ne, sql, eq } from 'drizzle-orm'
import { users } from '../../db/schema/users.ts'
import type { Identity } from './auth/read-identity.ts'
import { database } from './database.ts'
import { Problem } from './errors.ts'
import { LRUCache } from 'lru-cache'

/** Whether a user whom the provider has signed in may begin a session here. */
export type Admission =
  | { readonly kind: 'admitted', readonly user: Identity }
  | { readonly kind: 'refused', readonly problem: Problem }

/** Notes who signs in, and refuses a person without a role, and one who is deactivated. */
export async function admitUser(user: Identity | undefined): Promise<Admission> {
  if (!user)
    return refused(
      'no-access',
      'The identity provider knows you, but you have no role in this application. Ask an administrator to add you to a group.',
    )
  const { isActive } = await upsertUser(user)
  return isActive
    ? { kind: 'admitted', user }
    : refused(
        'deactivated',
        'Your data is kept, but you cannot get in. Ask an administrator to activate your account.',
      )
}

function refused(code: 'no-access' | 'deactivated', message: string): Admission {
  return { kind: 'refused', problem: new Problem(code, message) }
}

const known = new LRUCache<string, Promise<void>>({ max: 10_000 })

/**
 * Makes sure that a user who is about to write through the API has a row. Concurrent first requests
 * share one insert, and between processes the primary key decides.
 *
 * A row that is deleted later is made again by the next process; people are deactivated, not
 * deleted.
 */
export async function ensureUser(identity: Identity): Promise<void> {
  const making = known.get(identity.id) ?? insertUser(identity)
  known.set(identity.id, making)
  await making.catch((error: unknown) => {
    known.delete(identity.id)
    throw error
  })
}

/** Whether an administrator has deactivated a user. False for a user without a row. */
export async function isDeactivated(userId: string): Promise<boolean> {
  const [row] = await database()
    .select({ isActive: users.isActive })
    .from(users)
    .where(eq(users.id, userId))
  return row?.isActive === false
}

/**
 * Writes what the provider says of a person who signs in. The first time makes the row, and
 * triggers make the Inbox with it.
 *
 * @returns whether the person is active; a deactivated one stays deactivated
 */
async function upsertUser({
  id,
  username,
  name,
  email,
  avatarUrl,
  role,
}: Identity): Promise<{ isActive: boolean }> {
  const said = { username, name, email, avatarUrl, role, lastLoginAt: sql`now()` }
  const rows = await withFreeUsername(username, id, () =>
    database()
      .insert(users)
      .values({ id, ...said })
      .onConflictDoUpdate({ target: users.id, set: said })
      .returning({ isActive: users.isActive }),
  )
  return rows[0]!
}

/**
 * Inserts the row of a user who uses the API before ever signing in here. Does nothing when there
 * is one.
 */
async function insertUser({
  id,
  username,
  name,
  email,
  avatarUrl,
  role,
}: Identity): Promise<void> {
  await withFreeUsername(username, id, () =>
    database()
      .insert(users)
      .values({ id, username, name, email, avatarUrl, role })
      .onConflictDoNothing({ target: users.id }),
  )
}

/**
 * The provider may give a freed user name to another person. The earlier bearer's row then keeps
 * its data under the name with its id added, as the provider's word on the new bearer counts.
 */
async function withFreeUsername<Result>(
  username: string,
  id: string,
  write: () => PromiseLike<Result>,
): Promise<Result> {
  try {
    return await write()
  }
  catch (error) {
    if (!isTakenUsername(error)) throw error
    await database()
      .update(users)
      .set({ username: sql`${users.username} || '~' || ${users.id}` })
      .where(and(sql`lower(${users.username}) = lower(${username})`, ne(users.id, id)))
    return await write()
  }
}

function isTakenUsername(error: unknown): boolean {
  const { cause } = error as { cause?: { constraint?: string } }
  return cause?.constraint === 'users_username_key'
}
