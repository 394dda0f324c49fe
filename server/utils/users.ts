import { and, ne, sql, eq } from 'drizzle-orm'
import { users } from '../../db/schema/users.ts'
import type { Identity } from './provider/read-identity.ts'
import { database } from './database.ts'
import { Problem } from './errors.ts'
import { LRUCache } from 'lru-cache'

/** Whether a user whom the provider has authenticated gets a session. */
export type Admission =
  | { readonly kind: 'admitted', readonly user: Identity }
  | { readonly kind: 'refused', readonly problem: Problem }

/** Records a sign-in. Refuses users without a role, and deactivated ones. */
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
 * Ensures that a user who is about to write through the API has a row. Concurrent first requests
 * share one insert; across processes the primary key decides.
 *
 * A row that is deleted afterwards is inserted again only by another process; users are
 * deactivated, not deleted.
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
 * Writes the provider's claims about a user who signs in. The first sign-in inserts the row, and
 * triggers add the Inbox. A language and a time zone that the user has chosen stay.
 *
 * @returns whether the user is active; a deactivated user stays deactivated
 */
async function upsertUser(identity: Identity): Promise<{ isActive: boolean }> {
  const { id, ...columns } = rowOf(identity)
  const said = { ...columns, lastLoginAt: sql`now()` }
  const rows = await withFreeUsername(identity, () =>
    database()
      .insert(users)
      .values({ id, ...said })
      .onConflictDoUpdate({
        target: users.id,
        set: {
          ...said,
          locale: sql`coalesce(${users.locale}, excluded.locale)`,
          timeZone: sql`coalesce(${users.timeZone}, excluded.time_zone)`,
        },
      })
      .returning({ isActive: users.isActive }),
  )
  return rows[0]!
}

/** Inserts the row of a user who calls the API before ever signing in here, unless it exists. */
async function insertUser(identity: Identity): Promise<void> {
  await withFreeUsername(identity, () =>
    database().insert(users).values(rowOf(identity)).onConflictDoNothing({ target: users.id }),
  )
}

function rowOf({ allowedRoles, ...row }: Identity): Omit<Identity, 'allowedRoles'> {
  return row
}

/**
 * Retries a write whose user name another row still has: the provider may reassign a name that has
 * become free. The earlier user keeps their data under the name with their id appended.
 */
async function withFreeUsername<Result>(
  { id, username }: Identity,
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
