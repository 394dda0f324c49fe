import type { StackDatabase } from './database.ts'
import type { LocalSecrets } from './secrets.ts'
import type { StackSettings } from './settings.ts'

/**
 * The environment of the application's server: the variables that were set when the stack was
 * started, and the local values for the rest.
 */
export function applicationEnvironment(
  settings: StackSettings,
  mode: 'built' | 'dev',
  secrets: LocalSecrets,
  database: StackDatabase,
  issuer: string,
): NodeJS.ProcessEnv {
  const { ports, baseUrl, external, clientId } = settings
  const { env } = process
  return {
    ...withoutOwnerRights(env),
    NODE_ENV: mode === 'built' ? 'production' : 'development',
    PORT: String(ports.app),
    NITRO_HOST: env.HOST || '127.0.0.1',
    // Milliseconds for open connections to end after Ctrl-C; a browser keeps some open for ever.
    NITRO_SHUTDOWN_TIMEOUT: '1000',
    BASE_URL: baseUrl,
    SERVER_DATABASE_URL: database.urls.server,
    HASURA_GRAPHQL_ENDPOINT:
      external.graphqlEndpoint ?? `http://127.0.0.1:${ports.engine}/v1/graphql`,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: env.OIDC_CLIENT_SECRET || secrets.clientSecret,
    SESSION_SECRET: env.SESSION_SECRET || secrets.sessionSecret,
    // Of the local engine only: the playground asks it what a query would run.
    ...(external.graphqlEndpoint === undefined && {
      HASURA_GRAPHQL_ADMIN_SECRET: env.HASURA_GRAPHQL_ADMIN_SECRET || secrets.adminSecret,
    }),
  }
}

/**
 * The application's server gets neither the owner's way into the database nor a real Hasura's admin
 * secret.
 */
function withoutOwnerRights(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const {
    DATABASE_URL: _database,
    HASURA_GRAPHQL_ADMIN_SECRET: _secret,
    HASURA_GRAPHQL_DATABASE_URL: _hasura,
    HASURA_GRAPHQL_OWNER_DATABASE_URL: _owner,
    ...rest
  } = env
  return rest
}
