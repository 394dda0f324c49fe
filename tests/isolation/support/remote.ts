// A real Hasura on a staging system, probed by the same cells.
import pg from 'pg'
import { loadMetadata } from '../../../hasura/engine/metadata/load.ts'
import type { MetadataDocument } from '../../../hasura/permissions/model.ts'
import type { Proof } from '../matrix.ts'
import { keepWorld } from './keep-world.ts'
import { metadataDirectory, plantFixture } from './local.ts'
import { introduce } from './target.ts'
import { sharedSecretTokens, type SharedSecret } from './tokens.ts'
import { UsageError } from './usage-error.ts'
import { readWorld, restoreWorld, tables, type World } from './world.ts'

/**
 * Plants the fixture in the staging database that `ISOLATION_DATABASE_URL` names and opens
 * `HASURA_GRAPHQL_ENDPOINT`. Nothing else of the engine is asked than its `/v1/graphql` and
 * `/v1/version`.
 *
 * @param isStaging somebody said that this database is one to write into
 * @returns a proof whose `close` empties the database again; call it also when the proof fails
 * @throws UsageError when something is missing or the database is not one to write into; nothing is
 *   written then
 */
export async function startRemoteProof(
  environment: NodeJS.ProcessEnv,
  isStaging: boolean,
): Promise<Proof & { close: () => Promise<void> }> {
  const { endpoint, url, secret } = readEnvironment(environment)
  if (!isStaging)
    throw new UsageError(
      'The proof writes and deletes rows. Say with --staging that ISOLATION_DATABASE_URL is a staging system\'s database, which may be written into.',
    )
  const metadata = (await loadMetadata(metadataDirectory)) as MetadataDocument
  const pool = new pg.Pool({ connectionString: url })
  const client = await pool.connect()
  let isPlanted = false
  const close = async () => {
    client.release()
    await pool.end()
    if (isPlanted) await empty(url)
  }
  try {
    await refuseUnlessEmpty(client)
    const target = { ...(await introduce(endpoint)), endpoint, tokenOf: sharedSecretTokens(secret) }
    isPlanted = true
    await plantFixture(client)
    const world = await readWorld(client)
    const settle = await keepWorld(client, pool, world)
    return { client, pool, metadata, target, world, settle, close }
  }
  catch (error) {
    await close()
    throw error
  }
}

function readEnvironment({
  HASURA_GRAPHQL_ENDPOINT: endpoint,
  HASURA_GRAPHQL_JWT_SECRET: text,
  ISOLATION_DATABASE_URL: url,
}: NodeJS.ProcessEnv): {
  endpoint: string
  url: string
  secret: SharedSecret
} {
  if (!endpoint || !text || !url)
    throw new UsageError(
      'Set HASURA_GRAPHQL_ENDPOINT, HASURA_GRAPHQL_JWT_SECRET and ISOLATION_DATABASE_URL together.',
    )
  const { type, key, issuer, audience } = JSON.parse(text) as {
    type?: string
    key?: string
    issuer?: string
    audience?: string
  }
  if (type !== 'HS256' || !key)
    throw new UsageError(
      'HASURA_GRAPHQL_JWT_SECRET: the proof signs its own tokens, so the staging system needs {"type": "HS256", "key": …}.',
    )
  return { endpoint, url, secret: { key, issuer, audience } }
}

/**
 * Rows that are there would be changed by the probes, and deleted when they are put back; and
 * without a superuser they could not be put back at all.
 */
async function refuseUnlessEmpty(client: pg.ClientBase): Promise<void> {
  const {
    rows: [found],
  } = await client.query<Record<string, number | boolean>>(`
    select ${tables.map(table => `(select count(*)::int from ${table}) as ${table}`).join(', ')}, (select rolsuper from pg_roles where rolname = current_user) as "isSuperuser"`)
  const { isSuperuser, ...counts } = found!
  const filled = Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .map(([table, count]) => `${String(count)} rows in ${table}`)
  if (filled.length > 0)
    throw new UsageError(
      `ISOLATION_DATABASE_URL: there are ${filled.join(', ')}. The proof writes and deletes rows, so it wants an empty database.`,
    )
  if (!isSuperuser)
    throw new UsageError(
      'ISOLATION_DATABASE_URL: the proof puts rows back without firing triggers, for which its login must be a superuser.',
    )
}

/** Deletes every row, over a connection of its own: that of the proof may be what failed. */
async function empty(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await restoreWorld(
      client,
      Object.fromEntries(tables.map(table => [table, []])) as unknown as World,
    )
  }
  finally {
    await client.end()
  }
}
