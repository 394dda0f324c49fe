import { decodeJwt } from 'jose'
import { lt } from 'drizzle-orm'
import { sessions } from '../../../db/schema/sessions.ts'
import { database } from '../database.ts'
import { sessionLifetime } from './session-token.ts'
import { sealTokens, type TokenSet } from './token-set.ts'

/**
 * Stores a new session under the key of its cookie, and clears away those of everybody that have
 * ended.
 */
export async function createSession(id: Buffer, userId: string, tokens: TokenSet): Promise<void> {
  const { sub = userId } = decodeJwt(tokens.idToken)
  const expiresAt = new Date(Date.now() + sessionLifetime * 1000)
  await database()
    .insert(sessions)
    .values({ id, userId, sub, ...sealTokens(tokens), expiresAt })
  await database().delete(sessions).where(lt(sessions.expiresAt, new Date()))
}
