import { originCheck } from './origins.ts'

/** The options that can be wrong by themselves or beside each other. */
export interface CheckedOptions {
  readonly databaseUrl: string
  readonly ownerDatabaseUrl?: string | undefined
  readonly adminSecret?: string | undefined
  readonly jwtSecret?: unknown
  readonly unauthorizedRole?: string | undefined
  readonly corsDomain?: string | undefined
}

/**
 * Refuses options that do not go together or that nothing could be reached by, before anything is
 * opened.
 *
 * @throws Error naming the option, its flag and its variable; a URL's text is left out, since it
 *   may hold a password
 */
export function checkOptions(options: CheckedOptions): void {
  checkDatabaseUrl(options.databaseUrl, databaseUrlName)
  if (options.ownerDatabaseUrl !== undefined) {
    checkDatabaseUrl(
      options.ownerDatabaseUrl,
      'ownerDatabaseUrl (--owner-database-url, HASURA_GRAPHQL_OWNER_DATABASE_URL)',
    )
  }
  refuseEmpty(options.adminSecret, 'adminSecret (--admin-secret, HASURA_GRAPHQL_ADMIN_SECRET)')
  refuseEmpty(
    options.unauthorizedRole,
    'unauthorizedRole (--unauthorized-role, HASURA_GRAPHQL_UNAUTHORIZED_ROLE)',
  )
  for (const name of ['jwtSecret', 'unauthorizedRole'] as const) {
    if (options[name] !== undefined && options.adminSecret === undefined) {
      throw new Error(
        `${name} needs an adminSecret: set HASURA_GRAPHQL_ADMIN_SECRET (or --admin-secret) as well; `
        + 'without one every request is admin',
      )
    }
  }
  if (options.corsDomain !== undefined) originCheck(options.corsDomain)
}

/** An empty secret would be one that every client knows. */
function refuseEmpty(text: string | undefined, name: string): void {
  if (text === '') throw new Error(`${name} is empty; leave it out or give it a value`)
}

/** The option that the database is named by, for messages. */
export const databaseUrlName = 'databaseUrl (--database-url, HASURA_GRAPHQL_DATABASE_URL)'

const schemes = ['postgres:', 'postgresql:']
const example = 'postgres://user:password@host:5432/database'

function checkDatabaseUrl(text: string, name: string): void {
  const url = URL.parse(text)
  if (!url) {
    throw new Error(
      `${name} is not a URL; write it like ${example}, with special characters of the password as %-codes`,
    )
  }
  if (!schemes.includes(url.protocol)) {
    throw new Error(
      `${name} starts with ${url.protocol}//, but this engine serves PostgreSQL only: write it like ${example}`,
    )
  }
}
