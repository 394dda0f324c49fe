import { hasNewestSchema } from '../../db/schema-version.ts'
import { serverConfig } from './config.ts'
import { database } from './database.ts'

/** The state of each part that this server cannot do without. */
export interface Readiness {
  readonly database: 'ok' | 'unreachable'
  readonly schema: 'ok' | 'behind' | 'unknown'
  readonly graphql: 'ok' | 'unreachable'
}

/**
 * Asks database and Hasura. The identity provider is left out: without it, those who are signed in
 * go on.
 */
export async function checkReadiness(): Promise<Readiness> {
  const [schema, graphql] = await Promise.all([checkSchema(), checkGraphql()])
  return { database: schema === 'unknown' ? 'unreachable' : 'ok', schema, graphql }
}

async function checkSchema(): Promise<Readiness['schema']> {
  try {
    return (await hasNewestSchema(database())) ? 'ok' : 'behind'
  }
  catch {
    return 'unknown'
  }
}

async function checkGraphql(): Promise<Readiness['graphql']> {
  const health = serverConfig().graphqlEndpoint.replace(/\/v1\/graphql\/?$/, '/healthz')
  return fetch(health, { signal: AbortSignal.timeout(2000) }).then(
    response => (response.ok ? 'ok' : 'unreachable'),
    () => 'unreachable',
  )
}
