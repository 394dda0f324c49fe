import { fileURLToPath } from 'node:url'
import { randomUUID } from 'node:crypto'
import { createEngine, parseJwtSecret } from '../../hasura/engine/index.ts'
import { paths } from '../../dev/identity-provider/paths.ts'
import type { TestEnvironment } from './test-environment.ts'

/** An engine that answers the server for real. */
export interface SurroundingEngine {
  /** Opens everything in it. */
  adminSecret: string
  /** May be called again. */
  stop: () => Promise<void>
}

const metadata = fileURLToPath(new URL('../../hasura/metadata', import.meta.url))

/**
 * Puts the engine with the project's metadata in the place of the recording Hasura. Call it before
 * the server's first request.
 */
export async function startSurroundingEngine({
  database,
  provider,
}: TestEnvironment): Promise<SurroundingEngine> {
  const adminSecret = randomUUID()
  const engine = await createEngine({
    databaseUrl: database.url,
    metadata,
    adminSecret,
    changeTriggers: false,
    jwtSecret: parseJwtSecret(
      JSON.stringify({
        jwk_url: new URL(paths.jwks, provider.issuer).href,
        issuer: provider.issuer,
        audience: 'goals',
      }),
    ),
  })
  const { url } = await engine.listen(0)
  process.env.HASURA_GRAPHQL_ENDPOINT = `${url}/v1/graphql`
  let stopped: Promise<void> | undefined
  return { adminSecret, stop: () => (stopped ??= engine.close()) }
}
