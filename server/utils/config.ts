import { z } from 'zod'

/**
 * The server's configuration. Every value comes from the environment; see
 * `.env.example`.
 */
export interface ServerConfig {
  /**
   * The public address, without a trailing slash. Redirect addresses are made from it, never from
   * the Host header.
   */
  readonly baseUrl: string
  /**
   * Whether the public address is https, so that cookies are Secure and carry the prefix `__Host-`.
   */
  readonly isSecure: boolean
  /** Of a member of the database role goals_server. */
  readonly databaseUrl: string
  /** Where `/v1/graphql` of Hasura answers. */
  readonly graphqlEndpoint: string
  readonly oidc: {
    readonly issuer: string
    readonly clientId: string
    readonly clientSecret: string
    readonly scopes: string
  }
  /** Encrypts what the server stores or hands out sealed. */
  readonly sessionSecret: string
  /**
   * Grants full access to Hasura; used only to ask which SQL a query becomes. Undefined: that
   * question is refused.
   */
  readonly adminSecret: string | undefined
  /**
   * Whether this is a developer's server: every user may ask which SQL a query becomes, not only
   * administrators.
   */
  readonly isDevelopment: boolean
  /** The file with the last isolation report. */
  readonly isolationReport: string
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)$/

const environment = z.object({
  PORT: z.string().default('3000'),
  BASE_URL: z.url('must be an address such as https://goals.example.org').optional(),
  SERVER_DATABASE_URL: z.string().optional(),
  DATABASE_URL: z.string().optional(),
  HASURA_GRAPHQL_ENDPOINT: z.url('must be the address of /v1/graphql'),
  OIDC_ISSUER: z.url('must be the issuer, with its trailing slash where it has one'),
  OIDC_CLIENT_ID: z.string().min(1).default('goals'),
  OIDC_CLIENT_SECRET: z.string().min(1, 'must be the secret of the OpenID client'),
  OIDC_SCOPES: z.string().default('openid profile email offline_access hasura'),
  SESSION_SECRET: z
    .string()
    .refine(
      text => Buffer.byteLength(text) >= 32,
      'must have at least 32 bytes, for example of: openssl rand -base64 32',
    ),
  HASURA_GRAPHQL_ADMIN_SECRET: z.string().optional(),
  NODE_ENV: z.string().optional(),
  ISOLATION_REPORT: z.string().default('.data/isolation/report.json'),
})

/**
 * Reads the environment. An empty variable counts as absent.
 *
 * @throws Error that names every variable that is missing or wrong
 */
export function readConfig(env: Record<string, string | undefined>): ServerConfig {
  const parsed = environment.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')),
  )
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
  const databaseUrl = env.SERVER_DATABASE_URL || env.DATABASE_URL
  if (!databaseUrl)
    problems.push('SERVER_DATABASE_URL: must be the address of the database (or set DATABASE_URL)')
  const baseUrl = new URL(parsed.data?.BASE_URL ?? `http://localhost:${parsed.data?.PORT ?? 3000}`)
  if (baseUrl.protocol !== 'https:' && !loopback.test(baseUrl.hostname))
    problems.push('BASE_URL: must be https, or http on localhost')
  if (baseUrl.href !== `${baseUrl.origin}/`)
    problems.push(
      'BASE_URL: must have no path, query or fragment; the dashboard answers at the root of its host',
    )
  if (baseUrl.protocol === 'https:' && parsed.data?.OIDC_ISSUER.startsWith('http:'))
    problems.push('OIDC_ISSUER: must be https where BASE_URL is')
  if (!parsed.success || !databaseUrl || problems.length > 0) {
    throw new Error(
      `The environment is not complete:\n${problems.map(problem => `  ${problem}`).join('\n')}`,
    )
  }
  const values = parsed.data
  return {
    baseUrl: baseUrl.origin,
    isSecure: baseUrl.protocol === 'https:',
    databaseUrl,
    graphqlEndpoint: values.HASURA_GRAPHQL_ENDPOINT,
    oidc: {
      issuer: values.OIDC_ISSUER,
      clientId: values.OIDC_CLIENT_ID,
      clientSecret: values.OIDC_CLIENT_SECRET,
      scopes: values.OIDC_SCOPES,
    },
    sessionSecret: values.SESSION_SECRET,
    adminSecret: values.HASURA_GRAPHQL_ADMIN_SECRET,
    isDevelopment: values.NODE_ENV === 'development',
    isolationReport: values.ISOLATION_REPORT,
  }
}

let config: ServerConfig | undefined

/** This process's configuration, read once. @throws as readConfig */
export function serverConfig(): ServerConfig {
  config ??= readConfig(process.env)
  return config
}
