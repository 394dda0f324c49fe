import { createHash } from 'node:crypto'
import { lt, sql } from 'drizzle-orm'
import { jwtVerify } from 'jose'
import { z } from 'zod'
import { logoutTokens } from '../../../db/schema/logout-tokens.ts'
import { serverConfig } from '../config.ts'
import { database } from '../database.ts'
import { Problem, Unavailable } from '../errors.ts'
import { providerKeys } from '../provider/verify-token.ts'

/** Says what the token is for, so that no other token of the provider passes for one. */
const tokenType = 'logout+jwt'

const schema = z
  .object({
    iat: z.number(),
    jti: z.string(),
    sub: z.string().optional(),
    sid: z.string().optional(),
    events: z.object({ 'http://schemas.openid.net/event/backchannel-logout': z.object({}) }),
    nonce: z.never('must be absent').optional(),
  })
  .refine(
    ({ sub, sid }) => sub !== undefined || sid !== undefined,
    'sub or sid: one must be present',
  )

/** A logout token is accepted for this many seconds after it was made. */
const lifetime = 120

/**
 * Checks a logout token and takes it: the same one is refused a second time, by every process of
 * the server.
 *
 * @throws Problem `bad-request`; Unavailable when the provider's keys cannot be had
 * @see OpenID Connect Back-Channel Logout 1.0 section 2.6
 */
export async function takeLogoutToken(
  token: string,
): Promise<{ sub: string | undefined, sid: string | undefined }> {
  const { issuer, clientId } = serverConfig().oidc
  const keys = await providerKeys()
  const payload = await jwtVerify(token, keys, {
    issuer,
    audience: clientId,
    typ: tokenType,
    maxTokenAge: lifetime,
    clockTolerance: 10,
  }).then(verified => verified.payload, refused)
  const claims = schema.safeParse(payload)
  if (!claims.success) refused(claims.error)
  const { jti, sub, sid } = claims.data
  if (!(await takeId(jti))) refused(new Error('jti: was used before'))
  return { sub, sid }
}

/** Remembers a token until it has expired at every clock; false when it was there already. */
async function takeId(jti: string): Promise<boolean> {
  const id = createHash('sha256').update(jti).digest()
  await database()
    .delete(logoutTokens)
    .where(lt(logoutTokens.expiresAt, sql`now()`))
  const taken = await database()
    .insert(logoutTokens)
    .values({ id, expiresAt: sql`now() + make_interval(secs => ${lifetime + 20})` })
    .onConflictDoNothing()
    .returning({ id: logoutTokens.id })
  return taken.length === 1
}

function refused(cause: unknown): never {
  if (cause instanceof Unavailable) throw cause
  throw new Problem('bad-request', 'The logout token does not hold.', {
    field: 'logout_token',
    cause,
  })
}
