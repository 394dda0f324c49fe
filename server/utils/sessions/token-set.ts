import { decodeJwt } from 'jose'
import type { sessions } from '../../../db/schema/sessions.ts'
import { decryptText, encryptText } from './encrypt-text.ts'

/** The provider's answer of the token endpoint, as far as the server keeps it. */
export interface TokenSet {
  readonly accessToken: string
  readonly accessTokenExpiresAt: Date
  readonly refreshToken: string | undefined
  readonly idToken: string
}

type TokenColumns = Pick<
  typeof sessions.$inferSelect,
  'accessToken' | 'accessTokenExpiresAt' | 'refreshToken' | 'idToken'
>

/**
 * The provider's session, where the tokens name it: the gateway looks it up by what the access
 * token says.
 */
type SidColumn = Partial<Pick<typeof sessions.$inferSelect, 'sid'>>

/**
 * Reads a token response of openid-client. A refresh may leave out what stays the same (OpenID
 * Connect Core 1.0 section 12.2).
 */
export function readTokenSet(
  response: {
    access_token: string
    refresh_token?: string
    id_token?: string
    expires_in?: number
  },
  before?: TokenSet,
): TokenSet {
  const seconds =
    decodeJwt(response.access_token).exp ?? Date.now() / 1000 + (response.expires_in ?? 0)
  return {
    accessToken: response.access_token,
    accessTokenExpiresAt: new Date(seconds * 1000),
    refreshToken: response.refresh_token ?? before?.refreshToken,
    idToken: response.id_token ?? before?.idToken ?? '',
  }
}

/**
 * The columns of a session's row: tokens only as ciphertext. `sid` is left out when no token has
 * it, so that an earlier one stays.
 */
export function sealTokens({
  accessToken,
  accessTokenExpiresAt,
  refreshToken,
  idToken,
}: TokenSet): TokenColumns & SidColumn {
  const sid = decodeJwt(accessToken).sid ?? decodeJwt(idToken).sid
  return {
    ...(typeof sid === 'string' && { sid }),
    accessToken: encryptText(accessToken, 'session'),
    accessTokenExpiresAt,
    refreshToken: refreshToken === undefined ? null : encryptText(refreshToken, 'session'),
    idToken: encryptText(idToken, 'session'),
  }
}

/** Opens the columns of a row. Undefined when SESSION_SECRET has changed since. */
export function openTokens(row: TokenColumns): TokenSet | undefined {
  const accessToken = decryptText(row.accessToken, 'session')
  const idToken = decryptText(row.idToken, 'session')
  const refreshToken =
    row.refreshToken === null ? undefined : decryptText(row.refreshToken, 'session')
  if (accessToken === undefined || idToken === undefined) return undefined
  return { accessToken, accessTokenExpiresAt: row.accessTokenExpiresAt, refreshToken, idToken }
}
