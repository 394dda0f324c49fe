import { fileURLToPath } from 'node:url'
import { createEngine, parseJwtSecret } from '../../hasura/engine/index.ts'
import { freePort } from '../../dev/free-port.ts'
import type { TestEnvironment } from './test-environment.ts'

/**
 * Starts the real engine on a test's database and metadata, and makes the server use it. Call it
 * before the server starts.
 */
export async function startServerEngine(
  env: TestEnvironment,
): Promise<{ stop: () => Promise<void> }> {
  const port = await freePort()
  const engine = await createEngine({
    databaseUrl: env.database.url,
    metadata: fileURLToPath(new URL('../../hasura/metadata', import.meta.url)),
    adminSecret: 'the admin secret of tests',
    jwtSecret: parseJwtSecret(
      JSON.stringify({
        jwk_url: `${env.provider.issuer}jwks/`,
        issuer: env.provider.issuer,
        audience: 'goals',
      }),
    ),
    inferFunctionPermissions: false,
    liveQueryInterval: 50,
  })
  await engine.listen(port)
  process.env.HASURA_GRAPHQL_ENDPOINT = `http://localhost:${port}/v1/graphql`
  return { stop: engine.close }
}
