import { jwtVerify } from 'jose'
import { z } from 'zod'
import { serverConfig } from '../config.ts'
import { Problem, Unavailable } from '../errors.ts'
import { providerKeys } from './verify-token.ts'

const schema = z.object({
  iat: z.number(),
  jti: z.string(),
  sub: z.string().optional(),
  sid: z.string().optional(),
  events: z.object({ 'http://schemas.openid.net/event/backchannel-logout': z.object({}) }),
  nonce: z.never('must be absent').optional(),
}).refine(({ sub, sid }) => sub !== undefined || sid !== undefined, 'sub or sid: one must be present')

/** A logout token is accepted for this many seconds after it was made. */
const lifetime = 120

const used = new Map<string, number>()

/**
 * Checks a logout token and takes it: the same one is refused a second time.
 *
 * @throws Problem `bad-request`; Unavailable when the provider's keys cannot be had
 * @see OpenID Connect Back-Channel Logout 1.0 section 2.6
 */
export async function takeLogoutToken(token: string): Promise<{ sub: string | undefined, sid: string | undefined }> {
  const { issuer, clientId } = serverConfig().oidc
  const keys = await providerKeys()
  const payload = await jwtVerify(token, keys, { issuer, audience: clientId, maxTokenAge: lifetime, clockTolerance: 10 }).then(verified => verified.payload, refused)
  const claims = schema.safeParse(payload)
  if (!claims.success) refused(claims.error)
  const { jti, sub, sid } = claims.data
  const now = Date.now()
  for (const [earlier, endsAt] of used) if (endsAt < now) used.delete(earlier)
  if (used.has(jti)) refused(new Error('jti: was used before'))
  used.set(jti, now + (lifetime + 20) * 1000)
  return { sub, sid }
}

function refused(cause: unknown): never {
  if (cause instanceof Unavailable) throw cause
  throw new Problem('bad-request', 'The logout token does not hold.', { field: 'logout_token', cause })
}
