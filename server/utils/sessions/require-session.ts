import { getQuery, getRequestHeader, type H3Event } from 'h3'
import type { Identity } from '../provider/read-identity.ts'
import { Problem } from '../errors.ts'
import { type Session, findSession } from './session-rows.ts'
import { withFreshToken } from './refresh-session.ts'
import { sessionIdOf } from './session-token.ts'

/** A route's requirements of its session. */
export interface SessionRequirement {
  /** Renews the access token in any case. */
  readonly force?: boolean
  /**
   * Refuses a request that does not say for whom its page was rendered, as one without a session:
   * a page of an earlier release then leads through signing in to the present one.
   */
  readonly page?: boolean
}

/**
 * The session of a request to /api. A page says for whom it was rendered, in the header
 * `x-goals-person` or, where it cannot set headers, in the query's `pagePerson`; another user's
 * session then answers it nothing.
 *
 * @throws Problem `unauthenticated` or `other-person`; Unavailable as currentSession
 */
export async function requireSession(
  event: H3Event,
  { force = false, page = false }: SessionRequirement = {},
): Promise<Session> {
  const session = await currentSession(event, { force })
  if (!session) throw new Problem('unauthenticated', 'Sign in first.')
  if (page && pagePerson(event) === undefined)
    throw new Problem('unauthenticated', 'Goals was updated. Reload the page to go on.')
  checkPage(event, session.user)
  return session
}

/**
 * Refuses a page that says that it was rendered for another user.
 *
 * @throws Problem `other-person`
 */
export function checkPage(event: H3Event, user: Identity): void {
  const person = pagePerson(event)
  if (person !== undefined && person !== user.id)
    throw new Problem('other-person', `This browser is now signed in as ${user.name}.`)
}

function pagePerson(event: H3Event): string | undefined {
  const asked = getRequestHeader(event, 'x-goals-person') ?? getQuery(event).pagePerson
  return asked === undefined ? undefined : String(asked)
}

/**
 * The session of a request, with an access token that lives a while longer. A cookie that opens
 * nothing stays: by the time the answer arrives, the browser may have that of a newer session in
 * its place.
 *
 * @throws Unavailable when the database, or the provider at a moment when it is needed, does not
 *   answer
 */
export async function currentSession(
  event: H3Event,
  options: { force?: boolean } = {},
): Promise<Session | undefined> {
  const id = sessionIdOf(event)
  if (!id) return undefined
  const found = await findSession(id)
  return found && (await withFreshToken(found, options))
}
