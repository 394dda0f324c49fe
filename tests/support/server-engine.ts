import { fileURLToPath } from 'node:url'
import { parseJwtSecret, type EngineOptions } from '../../hasura/engine/index.ts'
import { startEngine, type StartedEngine } from '../../hasura/engine/tests/support/engine.ts'
import { paths } from '../../dev/identity-provider/paths.ts'
import type { TestEnvironment } from './test-environment.ts'

const metadata = fileURLToPath(new URL('../../hasura/metadata', import.meta.url))

/**
 * Starts the engine with the project's metadata on a test's database, and makes the server use it
 * instead of the recording Hasura. Call it before the server starts.
 */
export async function startServerEngine(
  { database, provider, variables }: TestEnvironment,
  options: Partial<EngineOptions> = {},
): Promise<StartedEngine> {
  const engine = await startEngine({
    databaseUrl: database.url,
    metadata,
    jwtSecret: parseJwtSecret(
      JSON.stringify({
        jwk_url: new URL(paths.jwks, provider.issuer).href,
        issuer: provider.issuer,
        audience: 'goals',
      }),
    ),
    inferFunctionPermissions: false,
    liveQueryInterval: 50,
    ...options,
  })
  variables.HASURA_GRAPHQL_ENDPOINT = `${engine.url}/v1/graphql`
  return engine
}
