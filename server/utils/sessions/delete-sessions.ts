import { and, eq, type SQL } from 'drizzle-orm'
import { sessions } from '../../../db/schema/sessions.ts'
import { database } from '../database.ts'

/** Ends one session; its cookie is worth nothing from now on. */
export async function deleteSession(id: Buffer): Promise<void> {
  await database().delete(sessions).where(eq(sessions.id, id))
}

/**
 * Ends the sessions that a logout token names: those of one session at the provider, or all of a
 * person.
 */
export async function deleteSessionsOf(named: {
  sid?: string | undefined
  sub?: string | undefined
}): Promise<void> {
  const conditions: SQL[] = []
  if (named.sid !== undefined) conditions.push(eq(sessions.sid, named.sid))
  if (named.sub !== undefined) conditions.push(eq(sessions.sub, named.sub))
  if (conditions.length === 0) throw new Error('A logout token names a session or a person')
  await database()
    .delete(sessions)
    .where(and(...conditions))
}
