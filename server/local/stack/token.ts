// `npm run token -- alice [--role org_admin]` prints an access token of the running local provider.
import { parseArgs } from 'node:util'
import { personGrantType, tokenCommandClientId } from '../identity-provider/configuration.ts'
import { findRunning } from './running.ts'
import { localSecrets } from './secrets.ts'
import { readSettings, StackError } from './settings.ts'

const usage = 'usage: npm run token -- <name> [--role org_admin | member | viewer]'

try {
  console.log(await askToken())
}
catch (error) {
  console.error(error instanceof StackError ? error.message : error)
  process.exit(1)
}

async function askToken(): Promise<string> {
  const { username, role } = readArguments()
  const { stateDirectory } = readSettings()
  const running = findRunning(stateDirectory)
  if (!running) throw new StackError('Nothing is running in this checkout. Start it first: npm start')
  if (!running.tokenEndpoint) throw new StackError('The identity provider is an external one (OIDC_ISSUER): ask it for a token.')
  const secret = process.env.OIDC_CLIENT_SECRET || localSecrets(stateDirectory).clientSecret
  const response = await fetch(running.tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${tokenCommandClientId}:${encodeURIComponent(secret)}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: personGrantType, username, ...role !== undefined && { role } }),
  })
  const answer = await response.json() as { access_token?: string, active?: boolean, error_description?: string }
  if (!answer.access_token) throw new StackError(answer.error_description ?? 'The identity provider gave no token.')
  if (!answer.active) console.error(`${username} is deactivated: this token stands for one that was given out before, and opens nothing.`)
  return answer.access_token
}

function readArguments(): { username: string, role: string | undefined } {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { role: { type: 'string' } } })
    if (positionals.length === 0) throw new StackError(usage)
    return { username: positionals.join(' '), role: values.role }
  }
  catch (error) {
    throw error instanceof StackError ? error : new StackError(`${(error as Error).message}\n${usage}`)
  }
}
