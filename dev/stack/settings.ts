import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of this checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** How the local stack is to be run. Each external address replaces one stand-in. */
export interface StackSettings {
  /** Where everything local is kept: database, people, keys, secrets. */
  stateDirectory: string
  ports: {
    app: number
    engine: number
    identityProvider: number
  }
  /** The public address of the application, without a trailing slash. */
  baseUrl: string
  external: {
    databaseUrl: string | undefined
    graphqlEndpoint: string | undefined
    issuer: string | undefined
  }
  clientId: string
  /** How long the local provider's access tokens live; production's five minutes by default. */
  accessTokenSeconds: number
}

/**
 * Reads the environment; an empty variable counts as absent.
 *
 * @throws StackError when a number is not one, or out of its range
 */
export function readSettings(): StackSettings {
  const { env } = process
  const ports = {
    app: wholeNumber('PORT', 3000, 1, 65_535),
    engine: wholeNumber('HASURA_GRAPHQL_SERVER_PORT', 8080, 1, 65_535),
    identityProvider: wholeNumber('LOCAL_OIDC_PORT', 9000, 1, 65_535),
  }
  return {
    stateDirectory: path.resolve(root, env.LOCAL_STATE_DIR || '.data'),
    ports,
    baseUrl: (env.BASE_URL || `http://localhost:${ports.app}`).replace(/\/+$/, ''),
    external: {
      databaseUrl: env.DATABASE_URL || undefined,
      graphqlEndpoint: env.HASURA_GRAPHQL_ENDPOINT || undefined,
      issuer: env.OIDC_ISSUER || undefined,
    },
    clientId: env.OIDC_CLIENT_ID || 'goals',
    accessTokenSeconds: wholeNumber('LOCAL_OIDC_ACCESS_TOKEN_SECONDS', 300, 5, 3600),
  }
}

function wholeNumber(name: string, fallback: number, least: number, most: number): number {
  const text = process.env[name] || String(fallback)
  const number = Number(text)
  if (!Number.isInteger(number) || number < least || number > most)
    throw new StackError(`${name} must be a whole number from ${least} to ${most}, not ${text}.`)
  return number
}

/** A mistake that the developer can correct; printed without a stack trace. */
export class StackError extends Error {}
