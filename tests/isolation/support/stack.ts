// Everything that stands between a person and the rows, as it is deployed: database, provider,
// engine and the application's gateway.
import type pg from 'pg'
import { loadMetadata } from '../../../hasura/engine/metadata/load.ts'
import type { MetadataDocument } from '../../../hasura/permissions/model.ts'
import { startAppServer } from '../../support/app-server.ts'
import { startServerEngine } from '../../support/server-engine.ts'
import { startTestEnvironment, type TestEnvironment } from '../../support/test-environment.ts'
import { tokenFor } from '../../support/tokens.ts'
import { metadataDirectory, plantFixture } from './local.ts'
import type { Person } from './people.ts'
import { introduce, type Transport, type Target } from './target.ts'
import { claimsOf, sharedSecretTokens } from './tokens.ts'
import { readWorld, type World } from './world.ts'

/** The two places at which a GraphQL request can arrive. */
export type Place = 'engine' | 'gateway'

/** Both places behind both transports: every transport that leads to the rows. */
export const everyTransport: readonly (readonly [Place, Transport])[] = [
  ['engine', 'http'],
  ['engine', 'websocket'],
  ['gateway', 'http'],
  ['gateway', 'websocket'],
]

/** The stack with the fixture's rows in it. */
export interface Stack extends Readonly<Record<Place, Target>> {
  readonly client: pg.ClientBase
  readonly pool: pg.Pool
  readonly metadata: MetadataDocument
  readonly world: World
  readonly surroundings: TestEnvironment
  /** Where the application answers; no slash at the end. */
  readonly appUrl: string
  readonly close: () => Promise<void>
}

/** Starts everything; takes about two seconds. */
export async function startStack(): Promise<Stack> {
  const surroundings = await startTestEnvironment()
  const client = await surroundings.database.pool.connect()
  await plantFixture(client)
  const engine = await startServerEngine(surroundings)
  const endpoint = `${engine.url}/v1/graphql`
  const app = await startAppServer(surroundings)
  const [said, tokenOf] = [await introduce(endpoint), tokensOf(surroundings)]
  return {
    client,
    surroundings,
    pool: surroundings.database.pool,
    metadata: (await loadMetadata(metadataDirectory)) as MetadataDocument,
    world: await readWorld(client),
    appUrl: app.url,
    engine: { ...said, endpoint, tokenOf },
    gateway: {
      ...said,
      name: `the gateway before ${said.name}`,
      endpoint: `${app.url}/v1/graphql`,
      tokenOf,
    },
    close: async () => {
      await app.stop()
      await engine.stop()
      client.release()
      await surroundings.stop()
    },
  }
}

/**
 * The provider's own tokens, for the people who have one; each is made once and lives as long as
 * the proof.
 */
function tokensOf({ provider }: TestEnvironment): Target['tokenOf'] {
  const foreign = sharedSecretTokens({ key: 'nobody', issuer: provider.issuer, audience: 'goals' })
  const expires = Math.floor(Date.now() / 1000) + 3600
  return async (person: Person) => {
    if (person.role === undefined) return foreign(person)
    return tokenFor(provider, person.name.split(' ')[0]!, {
      sub: person.id,
      exp: expires,
      ...claimsOf(person),
    })
  }
}
