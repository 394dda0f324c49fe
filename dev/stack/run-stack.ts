import path from 'node:path'
import { startIdentityProvider, type IdentityProvider } from '../identity-provider/server.ts'
import { paths } from '../identity-provider/paths.ts'
import { buildIfStale, startApplication } from './application.ts'
import { insertDeactivated, startDatabase, type StackDatabase } from './database.ts'
import { metadata, reloadOnChange, startEngine } from './engine.ts'
import { applicationEnvironment } from './environment.ts'
import { checkPorts } from './ports.ts'
import { announce, claim, retract } from './running.ts'
import { localSecrets, type LocalSecrets } from './secrets.ts'
import { StackError, type StackSettings } from './settings.ts'

/** Everything, running. */
export interface Stack {
  baseUrl: string
  /** Settles with a sentence when a part ends that should not. */
  broken: Promise<string>
  stop: () => Promise<void>
}

/**
 * Starts what stands in for Postgres, Hasura and Authentik, as far as no external address replaces
 * it, and the application in front. When a part cannot start, those already running are stopped
 * again.
 *
 * @throws StackError with what to do about it
 */
export async function runStack(
  settings: StackSettings,
  mode: 'built' | 'dev',
  say: (line: string) => void,
): Promise<Stack> {
  const { stateDirectory, baseUrl } = settings
  claim(stateDirectory)
  await checkPorts(settings)
  const parts: { stop: () => unknown }[] = []
  function keep<Part extends { stop: () => unknown }>(part: Part): Part {
    parts.push(part)
    return part
  }
  async function stop(): Promise<void> {
    retract(stateDirectory)
    for (const part of parts.splice(0).reverse()) await part.stop()
  }
  try {
    if (mode === 'built') await buildIfStale(say)
    const secrets = localSecrets(stateDirectory)
    const [database, provider] = await Promise.all([
      startDatabase(settings, secrets).then(keep),
      startProvider(settings, secrets).then(started => started && keep(started)),
    ])
    if (provider) await insertDeactivated(database.urls.owner, provider.store.people())
    const issuer = provider?.issuer ?? settings.external.issuer!
    const [, application] = await Promise.all([
      startGraphql(settings, secrets, database.urls, issuer, mode, say).then(started =>
        started.forEach(keep),
      ),
      startApplication(
        mode,
        settings.ports.app,
        applicationEnvironment(settings, mode, secrets, database, issuer),
      ).then(keep),
    ])
    announce(stateDirectory, {
      pid: process.pid,
      baseUrl,
      databaseUrl: database.urls.owner,
      tokenEndpoint: provider && new URL(paths.token, issuer).href,
    })
    const broken = Promise.race([
      new Promise(resolve => application.process.once('exit', resolve)).then(
        () => 'The application has ended by itself.',
      ),
      ...(database.exited ? [database.exited.then(() => 'The database has ended by itself.')] : []),
    ])
    return { baseUrl, broken, stop }
  }
  catch (error) {
    await stop()
    throw error
  }
}

async function startProvider(
  settings: StackSettings,
  secrets: LocalSecrets,
): Promise<IdentityProvider | undefined> {
  const { external, ports, stateDirectory, baseUrl, clientId, accessTokenSeconds } = settings
  if (external.issuer) {
    if (!process.env.OIDC_CLIENT_SECRET)
      throw new StackError('OIDC_CLIENT_SECRET must be set together with OIDC_ISSUER.')
    return undefined
  }
  return startIdentityProvider({
    port: ports.identityProvider,
    accessTokenSeconds,
    directory: path.join(stateDirectory, 'identity-provider'),
    client: {
      clientId,
      clientSecret: process.env.OIDC_CLIENT_SECRET || secrets.clientSecret,
      baseUrl,
    },
  })
}

async function startGraphql(
  settings: StackSettings,
  secrets: LocalSecrets,
  urls: StackDatabase['urls'],
  issuer: string,
  mode: 'built' | 'dev',
  say: (line: string) => void,
): Promise<{ stop: () => unknown }[]> {
  if (settings.external.graphqlEndpoint) return []
  const engine = await startEngine(settings, secrets, urls, issuer)
  return [
    { stop: engine.close },
    ...(mode === 'dev' ? [reloadOnChange(engine, metadata, say)] : []),
  ]
}
