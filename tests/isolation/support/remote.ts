// A real Hasura on a staging system, probed by the same cells.
import pg from 'pg'
import { loadMetadata } from '../../../hasura/engine/metadata/load.ts'
import type { MetadataDocument } from '../../../hasura/isolation/model.ts'
import type { Proof } from '../matrix.ts'
import { metadataDirectory, plantFixture } from './local.ts'
import { readWorld } from './world.ts'

/**
 * Plants the fixture in the staging database that `ISOLATION_DATABASE_URL` names and opens `HASURA_GRAPHQL_ENDPOINT`.
 *
 * @throws Error when a variable is missing, the key is not HS256, or the database already has people in it
 */
export async function startRemoteProof(environment: NodeJS.ProcessEnv): Promise<Proof & { close: () => Promise<void> }> {
  const { HASURA_GRAPHQL_ENDPOINT: endpoint, HASURA_GRAPHQL_JWT_SECRET: secret, ISOLATION_DATABASE_URL: url } = environment
  if (!endpoint || !secret || !url) throw new Error('Set HASURA_GRAPHQL_ENDPOINT, HASURA_GRAPHQL_JWT_SECRET and ISOLATION_DATABASE_URL together.')
  const { type, key, issuer, audience } = JSON.parse(secret) as { type: string, key?: string, issuer?: string, audience?: string }
  if (type !== 'HS256' || !key) throw new Error('HASURA_GRAPHQL_JWT_SECRET: the proof signs its own tokens, so the staging system needs {"type": "HS256", "key": …}.')
  const pool = new pg.Pool({ connectionString: url })
  const client = await pool.connect()
  const { rows: [row] } = await client.query<{ people: number }>('select count(*)::int as people from users')
  if (row!.people > 0) {
    client.release()
    await pool.end()
    throw new Error(`ISOLATION_DATABASE_URL: ${row!.people} people are in that database. The proof writes and deletes rows, so it wants an empty one.`)
  }
  await plantFixture(client)
  const world = await readWorld(client)
  return {
    client, pool, world,
    metadata: await loadMetadata(metadataDirectory) as MetadataDocument,
    target: { name: `Hasura at ${endpoint}`, endpoint, signingKey: new TextEncoder().encode(key), issuer, audience },
    close: async () => {
      await client.query('truncate users, goals cascade')
      client.release()
      await pool.end()
    },
  }
}
