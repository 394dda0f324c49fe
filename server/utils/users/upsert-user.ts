import { and, ne, sql } from 'drizzle-orm'
import { users } from '../../../db/schema/users.ts'
import type { Identity } from '../auth/read-identity.ts'
import { database } from '../database.ts'

/**
 * Writes what the provider says of a person who signs in. The first time makes the row, and
 * triggers make the Inbox with it.
 *
 * @returns whether the person is active; a deactivated one stays deactivated
 */
export async function upsertUser({
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
 * Makes the row of somebody who uses the API before ever signing in here. Does nothing when there
 * is one.
 */
export async function insertUser({
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
