import { fileURLToPath } from 'node:url'
import { randomUUID } from 'node:crypto'
import { createEngine, parseJwtSecret, type EngineOptions } from '../../hasura/engine/index.ts'
import { paths } from '../../dev/identity-provider/paths.ts'
import type { TestEnvironment } from './test-environment.ts'

/** An engine that answers the server for real. */
export interface ServerEngine {
  /** Grants full access to it. */
  adminSecret: string
  /** May be called again. */
  stop: () => Promise<void>
}

const metadata = fileURLToPath(new URL('../../hasura/metadata', import.meta.url))

/**
 * Starts the engine with the project's metadata on a test's database, and makes the server use it
 * instead of the recording Hasura. Call it before the server's first request.
 */
export async function startServerEngine(
  { database, provider }: TestEnvironment,
  options: Partial<EngineOptions> = {},
): Promise<ServerEngine> {
  const adminSecret = randomUUID()
  const engine = await createEngine({
    databaseUrl: database.url,
    metadata,
    adminSecret,
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
  const { url } = await engine.listen(0)
  process.env.HASURA_GRAPHQL_ENDPOINT = `${url}/v1/graphql`
  let stopped: Promise<void> | undefined
  return { adminSecret, stop: () => (stopped ??= engine.close()) }
}
