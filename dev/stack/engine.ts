import { watch } from 'node:fs'
import path from 'node:path'
import { createEngine, parseJwtSecret, type Engine } from '../../hasura/engine/index.ts'
import type { StackDatabase } from './database.ts'
import type { LocalSecrets } from './secrets.ts'
import { root, type StackSettings } from './settings.ts'

/** The project's metadata. */
export const metadata = path.join(root, 'hasura', 'metadata')

/**
 * Starts the engine that stands in for Hasura, with the settings that production gives Hasura.
 *
 * @param issuer of the tokens; their keys are found through its discovery document
 */
export async function startEngine(
  { ports, clientId }: StackSettings,
  secrets: LocalSecrets,
  urls: StackDatabase['urls'],
  issuer: string,
): Promise<Engine> {
  const { env } = process
  const engine = await createEngine({
    databaseUrl: urls.hasura,
    // Hasura's login may not create the triggers that wake live queries.
    ownerDatabaseUrl: urls.owner,
    metadata,
    adminSecret: env.HASURA_GRAPHQL_ADMIN_SECRET || secrets.adminSecret,
    jwtSecret: parseJwtSecret(
      env.HASURA_GRAPHQL_JWT_SECRET
      || JSON.stringify({
        jwk_url: await jwksUrl(issuer),
        issuer,
        audience: clientId,
        allowed_skew: 5,
      }),
    ),
    inferFunctionPermissions: false,
    corsDomain: '',
  })
  await engine.listen(ports.engine, '127.0.0.1')
  return engine
}

/**
 * Reads the metadata again whenever a file of its folder changes. What cannot be read leaves the
 * former in force.
 */
export function reloadOnChange(
  engine: Engine,
  folder: string,
  say: (line: string) => void,
): { stop: () => void } {
  let pending: NodeJS.Timeout | undefined
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(pending)
    pending = setTimeout(() => {
      engine.reload(folder).then(
        inconsistencies =>
          say(
            [
              'Hasura metadata reloaded.',
              ...inconsistencies.map(
                ({ type, name, reason }) => `  inconsistent ${type} ${name}: ${reason}`,
              ),
            ].join('\n'),
          ),
        (error: unknown) =>
          say(
            `Hasura metadata could not be reloaded, the former stays: ${(error as Error).message}`,
          ),
      )
    }, 100)
  })
  return {
    stop: () => {
      clearTimeout(pending)
      watcher.close()
    },
  }
}

async function jwksUrl(issuer: string): Promise<string> {
  const response = await fetch(new URL('.well-known/openid-configuration', issuer))
  const { jwks_uri: url } = (await response.json()) as { jwks_uri: string }
  return url
}
