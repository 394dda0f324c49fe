// A fresh database with the fixture in it and the embedded engine in front: what the proof probes
// by default.
import { readFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { parseJwtSecret, type Engine } from '../../../hasura/engine/index.ts'
import { loadMetadata } from '../../../hasura/engine/metadata/load.ts'
import type { MetadataDocument } from '../../../hasura/permissions/model.ts'
import { startEngine } from '../../../hasura/engine/tests/support/engine.ts'
import { createTestDatabase } from '../../support/database.ts'
import type { Proof } from '../matrix.ts'
import { keepWorld } from './keep-world.ts'
import { introduce } from './target.ts'
import { sharedSecretTokens } from './tokens.ts'
import { readWorld } from './world.ts'

/** The folder of the application's own metadata. */
export const metadataDirectory = fileURLToPath(new URL('../../../hasura/metadata', import.meta.url))

/** A proof against the embedded engine. */
export interface LocalProof extends Proof {
  readonly engine: Engine
  readonly databaseUrl: string
  readonly close: () => Promise<void>
}

/** Starts everything; takes about half a second. */
export async function startLocalProof(): Promise<LocalProof> {
  const database = await createTestDatabase()
  const client = await database.pool.connect()
  await plantFixture(client)
  const metadata = (await loadMetadata(metadataDirectory)) as MetadataDocument
  const signingKey = randomBytes(32).toString('base64url')
  const { engine, url, stop } = await startEngine({
    databaseUrl: planningOnce(database.url),
    // One, so that a statement is prepared once for everybody and both transports.
    connections: 1,
    metadata: metadata as never,
    inferFunctionPermissions: false,
    jwtSecret: parseJwtSecret(JSON.stringify({ type: 'HS256', key: signingKey })),
    log: () => undefined,
  })
  const endpoint = `${url}/v1/graphql`
  const world = await readWorld(client)
  return {
    engine,
    client,
    metadata,
    pool: database.pool,
    databaseUrl: database.url,
    world,
    settle: await keepWorld(client, database.pool, world),
    target: {
      ...(await introduce(endpoint)),
      endpoint,
      tokenOf: sharedSecretTokens({ key: signingKey }),
    },
    close: async () => {
      await stop()
      client.release()
      await database.drop()
    },
  }
}

/**
 * The URL of a database whose prepared statements are planned once, for all values, instead of for
 * the values of each of the first executions. The proof sends few documents often enough for that
 * to happen by itself.
 */
function planningOnce(url: string): string {
  const planning = new URL(url)
  planning.searchParams.set('options', '-c plan_cache_mode=force_generic_plan')
  return planning.href
}

/**
 * Fills an empty, migrated database with the rows that the policy is asked about: all of them or
 * none.
 */
export async function plantFixture(client: pg.ClientBase): Promise<void> {
  await client.query(
    `begin; ${await readFile(new URL('fixture.sql', import.meta.url), 'utf8')}; commit`,
  )
}
