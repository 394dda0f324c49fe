import { eq } from 'drizzle-orm'
import { decodeJwt } from 'jose'
import * as oidc from 'openid-client'
import { sessions } from '../../../db/schema/sessions.ts'
import { discoverProvider, isRefusal } from '../provider/discover-provider.ts'
import { readIdentity } from '../provider/read-identity.ts'
import { database } from '../database.ts'
import { Unavailable } from '../errors.ts'
import { deleteSession, type Session } from './session-rows.ts'
import { openTokens, readTokenSet, sealTokens, type TokenSet } from './token-set.ts'

/** An access token is renewed when it has less than this many milliseconds to live. */
const margin = 60_000

const underWay = new Map<string, Promise<Session | undefined>>()

/**
 * The session with an access token that lives a while longer, renewed at the provider if need be.
 *
 * A refresh token works once, so that of many requests only one may use it: within this process
 * they share one promise, and between processes the lock on the session's row makes the others wait
 * and then read what the first has written.
 *
 * @param options.force renews the token in any case, unless another request has just done so
 * @returns undefined when the provider has ended the session, or the user has no role any more; its
 *   row is then gone
 * @throws Unavailable when the provider does not answer and the access token has expired
 */
export function withFreshToken(
  session: Session,
  options: { force?: boolean } = {},
): Promise<Session | undefined> {
  if (!options.force && isFresh(session.tokens)) return Promise.resolve(session)
  const key = session.id.toString('hex')
  const running = underWay.get(key) ?? refresh(session).finally(() => underWay.delete(key))
  underWay.set(key, running)
  return running
}

async function refresh(session: Session): Promise<Session | undefined> {
  const isExpired = session.tokens.accessTokenExpiresAt.getTime() <= Date.now()
  if (session.tokens.refreshToken === undefined) return isExpired ? undefined : session
  try {
    const tokens = await database().transaction(async (transaction) => {
      const [row] = await transaction
        .select()
        .from(sessions)
        .where(eq(sessions.id, session.id))
        .for('update')
      const current = row && openTokens(row)
      if (!current || current.accessToken !== session.tokens.accessToken) return current
      const renewed = await askProvider(current)
      await transaction.update(sessions).set(sealTokens(renewed)).where(eq(sessions.id, session.id))
      return renewed
    })
    if (!tokens) return undefined
    const user = readIdentity(decodeJwt(tokens.accessToken))
    if (!user) await deleteSession(session.id)
    const { locale, timeZone } = session.user
    return user && { ...session, user: { ...user, locale, timeZone }, tokens }
  }
  catch (error) {
    if (isRefusal(error)) {
      await deleteSession(session.id)
      return undefined
    }
    if (!isExpired) return session
    throw new Unavailable('The identity provider', error)
  }
}

async function askProvider(tokens: TokenSet): Promise<TokenSet> {
  const provider = await discoverProvider()
  return readTokenSet(await oidc.refreshTokenGrant(provider, tokens.refreshToken ?? ''), tokens)
}

function isFresh({ accessTokenExpiresAt }: TokenSet): boolean {
  return accessTokenExpiresAt.getTime() > Date.now() + margin
}
