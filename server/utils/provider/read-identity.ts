import type { JWTPayload } from 'jose'
import { z } from 'zod'

/** Who a token speaks for. */
export interface Identity {
  /** The provider's uuid of the person, which is `x-hasura-user-id` and `users.id`. */
  readonly id: string
  readonly username: string
  readonly name: string
  readonly email: string | null
  readonly emailVerified: boolean
  readonly avatarUrl: string | null
  /** A language tag, as BCP 47 writes it. */
  readonly locale: string | null
  /** A name of the IANA time zone database. */
  readonly timeZone: string | null
  /** The Hasura role that the token acts as when none is asked for. */
  readonly role: string
  readonly allowedRoles: string[]
}

const shortLine = z.string().regex(/^[\w+/-]{1,64}$/).optional().catch(undefined)

/** OpenID Connect Core, section 5.1, and Hasura's claims. */
const claimsSchema = z.object({
  'sub': z.string(),
  'preferred_username': z.string().min(1).optional(),
  'name': z.string().optional(),
  'email': z.string().optional(),
  'email_verified': z.boolean().optional().catch(undefined),
  // Some providers write the name of a POSIX locale.
  'locale': shortLine.transform(tag => tag?.replaceAll('_', '-')),
  'zoneinfo': shortLine,
  'picture': z
    .url({ protocol: /^https?$/ })
    .optional()
    .catch(undefined),
  'https://hasura.io/jwt/claims': z.object({
    // As PostgreSQL writes it.
    'x-hasura-user-id': z.uuid().toLowerCase(),
    'x-hasura-default-role': z.string(),
    'x-hasura-allowed-roles': z.array(z.string()),
  }),
})

/**
 * Reads the claims of a verified access token.
 *
 * @returns undefined when the token gives its bearer no role here: a user in none of the
 *   application's groups, or
 * claims that would carry Hasura's all-powerful role `admin`
 */
export function readIdentity(claims: JWTPayload): Identity | undefined {
  const parsed = claimsSchema.safeParse(claims)
  if (!parsed.success) return undefined
  const {
    sub,
    'preferred_username': username = sub,
    name,
    email,
    'email_verified': emailVerified,
    picture,
    locale,
    zoneinfo,
    'https://hasura.io/jwt/claims': hasura,
  } = parsed.data
  if (
    hasura['x-hasura-allowed-roles'].includes('admin')
    || hasura['x-hasura-default-role'] === 'admin'
  )
    return undefined
  return {
    id: hasura['x-hasura-user-id'],
    username,
    name: name || username,
    email: email ?? null,
    emailVerified: email !== undefined && emailVerified === true,
    avatarUrl: picture ?? null,
    locale: locale ?? null,
    timeZone: zoneinfo ?? null,
    role: hasura['x-hasura-default-role'],
    allowedRoles: hasura['x-hasura-allowed-roles'],
  }
}
