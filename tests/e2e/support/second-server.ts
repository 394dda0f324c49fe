import { freePort } from '../../../dev/free-port.ts'
import { paths } from '../../../dev/identity-provider/paths.ts'
import { findRunning } from '../../../dev/stack/running.ts'
import { localSecrets } from '../../../dev/stack/secrets.ts'
import { startBuiltServer, type BuiltServer } from '../../support/built-server.ts'

/**
 * Starts a replica of the built application, which knows the sessions of the stack of this run and
 * differs from the stack's own server in `environment`.
 */
export async function startSecondServer(
  environment: Readonly<Record<string, string>>,
): Promise<BuiltServer> {
  const {
    LOCAL_STATE_DIR: stateDirectory = '',
    E2E_APP_URL: baseUrl = '',
    E2E_PROVIDER_URL: providerUrl,
  } = process.env
  const secrets = localSecrets(stateDirectory)
  return startBuiltServer({
    PORT: String(await freePort()),
    BASE_URL: baseUrl,
    SERVER_DATABASE_URL: findRunning(stateDirectory)!.databaseUrl,
    OIDC_ISSUER: new URL(paths.application, providerUrl).href,
    OIDC_CLIENT_SECRET: secrets.clientSecret,
    SESSION_SECRET: secrets.sessionSecret,
    ...environment,
  })
}
