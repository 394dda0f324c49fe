/** A short-lived access token; it lives in memory only. */
export interface AccessToken {
  value: string
  expiresAt: number
}

/** Hands out the access token of the signed-in person. */
export interface AccessTokenSource {
  /**
   * The token, asked for anew when there is none or it has less than `margin` milliseconds left.
   */
  read: () => Promise<AccessToken | undefined>
  /** A token that was surely issued after this call, for when the last one was refused. */
  refresh: () => Promise<AccessToken | undefined>
  /** The token in memory, whether or not it still holds. */
  current: () => AccessToken | undefined
  /**
   * Forgets the token for good: from now on there is none, also for requests that are on their way.
   */
  close: () => void
}

/**
 * How a token is asked for: `undefined` means that the session is over; a rejection that nobody
 * answered.
 */
export type TokenRequest = (force: boolean) => Promise<AccessToken | undefined>

/**
 * Keeps one token in memory and asks for the next one at most once at a time, however many requests
 * wait for it.
 *
 * @param request asks the server
 * @param now the clock, in milliseconds
 * @param margin milliseconds before expiry from which a token counts as spent; default 10,000
 */
export function accessTokenSource(
  request: TokenRequest,
  now: () => number = Date.now,
  margin = 10_000,
): AccessTokenSource {
  let token: AccessToken | undefined
  let pending: Promise<AccessToken | undefined> | undefined
  let isClosed = false
  const ask = async (force: boolean) => {
    if (isClosed) return undefined
    pending ??= request(force)
      .then(next => (token = isClosed ? undefined : next))
      .finally(() => (pending = undefined))
    return pending
  }
  return {
    read: async () => (token && token.expiresAt - margin > now() ? token : ask(false)),
    refresh: () => ask(true),
    current: () => token,
    close: () => {
      isClosed = true
      token = undefined
    },
  }
}

/**
 * The person for whom a token acts, as Hasura reads it; undefined for a text that is no such token.
 * Says nothing of its signature.
 */
export function tokenPerson(token: string): string | undefined {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(payload), character => character.charCodeAt(0))
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<
      string,
      Record<string, unknown> | undefined
    >
    const id = claims['https://hasura.io/jwt/claims']?.['x-hasura-user-id']
    return typeof id === 'string' ? id.toLowerCase() : undefined
  }
  catch {
    return undefined
  }
}
