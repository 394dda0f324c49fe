import { personGrantType, tokenCommandClientId } from '../identity-provider/configuration.ts'
import { findRunning } from './running.ts'
import { localSecrets } from './secrets.ts'
import { readSettings, StackError } from './settings.ts'

/** A token for a local person, and where it opens something. */
export interface PersonToken {
  accessToken: string
  /** False for a deactivated person: the token stands for one that was given out before. */
  isActive: boolean
  /** The public address of the application, without a trailing slash. */
  baseUrl: string
}

/**
 * Asks the running stack's identity provider for an access token of a person, who is made if nobody
 * has the name.
 *
 * @param role the token's default role; without it, the person's own
 * @throws StackError when nothing runs, the provider is an external one, or it refuses
 */
export async function personToken(username: string, role?: string): Promise<PersonToken> {
  const { stateDirectory } = readSettings()
  const running = findRunning(stateDirectory)
  if (!running)
    throw new StackError('Nothing is running in this checkout. Start it first: npm start')
  if (!running.tokenEndpoint)
    throw new StackError(
      'The identity provider is an external one (OIDC_ISSUER): ask it for a token.',
    )
  const secret = process.env.OIDC_CLIENT_SECRET || localSecrets(stateDirectory).clientSecret
  const response = await fetch(running.tokenEndpoint, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${tokenCommandClientId}:${encodeURIComponent(secret)}`).toString('base64')}`,
    },
    body: new URLSearchParams({
      grant_type: personGrantType,
      username,
      ...(role !== undefined && { role }),
    }),
  })
  const answer = (await response.json()) as {
    access_token?: string
    active?: boolean
    error_description?: string
  }
  if (!answer.access_token)
    throw new StackError(answer.error_description ?? 'The identity provider gave no token.')
  return {
    accessToken: answer.access_token,
    isActive: answer.active === true,
    baseUrl: running.baseUrl,
  }
}
