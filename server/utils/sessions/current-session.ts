import type { H3Event } from 'h3'
import { findSession, type Session } from './find-session.ts'
import { withFreshToken } from './refresh-session.ts'
import { sessionIdOf } from './session-token.ts'

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
