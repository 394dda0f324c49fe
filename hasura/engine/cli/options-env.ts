import type { EngineOptions } from '../options.ts'
import { parseJwtSecret } from '../session/jwt-config.ts'

/** How a setting is read from text. */
type Reader = (text: string, name: string) => unknown

interface Setting {
  readonly option: keyof EngineOptions | 'port' | 'host'
  /** Hasura's name of the variable, without `HASURA_GRAPHQL_`. */
  readonly variable: string
  readonly read: Reader
  readonly help: string
}

const plain: Reader = text => text
const list: Reader = text =>
  text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')

const boolean: Reader = (text, name) => {
  if (['true', 't', 'yes', 'y', '1', 'on'].includes(text.toLowerCase())) return true
  if (['false', 'f', 'no', 'n', '0', 'off'].includes(text.toLowerCase())) return false
  throw new Error(`${name} must be true or false, not "${text}"`)
}

const integer =
  (min: number, max = 999_999_999): Reader =>
    (text, name) => {
      if (/^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text)
      throw new Error(`${name} must be a whole number from ${min} to ${max}, not "${text}"`)
    }

const seconds: Reader = (text, name) => (integer(1, 999_999)(text, name) as number) * 1000

const oneOf =
  (...allowed: readonly string[]): Reader =>
    (text, name) => {
      if (!allowed.includes(text))
        throw new Error(`${name} must be one of ${allowed.join(', ')}, not "${text}"`)
      return text
    }

/** Each flag, with the variable that it overrides. */
const settings: Readonly<Record<string, Setting>> = {
  'database-url': {
    option: 'databaseUrl',
    variable: 'DATABASE_URL',
    read: plain,
    help: 'PostgreSQL connection string',
  },
  'metadata': {
    option: 'metadata',
    variable: 'METADATA',
    read: plain,
    help: 'metadata folder, or one JSON file',
  },
  'port': {
    option: 'port',
    variable: 'SERVER_PORT',
    read: integer(0, 65_535),
    help: 'port to listen on (8080)',
  },
  'host': {
    option: 'host',
    variable: 'SERVER_HOST',
    read: plain,
    help: 'address to listen on (127.0.0.1)',
  },
  'admin-secret': {
    option: 'adminSecret',
    variable: 'ADMIN_SECRET',
    read: plain,
    help: 'secret that grants every role',
  },
  'jwt-secret': {
    option: 'jwtSecret',
    variable: 'JWT_SECRET',
    read: parseJwtSecret,
    help: 'how to verify tokens, as Hasura\'s JSON',
  },
  'unauthorized-role': {
    option: 'unauthorizedRole',
    variable: 'UNAUTHORIZED_ROLE',
    read: plain,
    help: 'role of requests without credentials',
  },
  'stringify-numeric-types': {
    option: 'stringifyNumericTypes',
    variable: 'STRINGIFY_NUMERIC_TYPES',
    read: boolean,
    help: 'large numbers as strings',
  },
  'infer-function-permissions': {
    option: 'inferFunctionPermissions',
    variable: 'INFER_FUNCTION_PERMISSIONS',
    read: boolean,
    help: 'query functions follow their table',
  },
  'v1-boolean-null-collapse': {
    option: 'booleanNullCollapse',
    variable: 'V1_BOOLEAN_NULL_COLLAPSE',
    read: boolean,
    help: 'null comparisons are no condition',
  },
  'default-naming-convention': {
    option: 'defaultNamingConvention',
    variable: 'DEFAULT_NAMING_CONVENTION',
    read: oneOf('hasura-default', 'graphql-default'),
    help: 'names of generated fields',
  },
  'experimental-features': {
    option: 'experimentalFeatures',
    variable: 'EXPERIMENTAL_FEATURES',
    read: list,
    help: 'comma-separated names',
  },
  'enable-allowlist': {
    option: 'enableAllowList',
    variable: 'ENABLE_ALLOWLIST',
    read: boolean,
    help: 'only documents of the allow list',
  },
  'admin-internal-errors': {
    option: 'adminInternalErrors',
    variable: 'ADMIN_INTERNAL_ERRORS',
    read: boolean,
    help: 'PostgreSQL\'s words in admin\'s errors',
  },
  'dev-mode': {
    option: 'devMode',
    variable: 'DEV_MODE',
    read: boolean,
    help: 'PostgreSQL\'s words in all errors',
  },
  'preserve-401-errors': {
    option: 'preserve401Errors',
    variable: 'PRESERVE_401_ERRORS',
    read: boolean,
    help: 'status 401 for a wrong secret',
  },
  'connections': {
    option: 'connections',
    variable: 'PG_CONNECTIONS',
    read: integer(1),
    help: 'most database connections (10)',
  },
  'statement-timeout': {
    option: 'statementTimeout',
    variable: 'STATEMENT_TIMEOUT',
    read: integer(0),
    help: 'milliseconds, 0 for never',
  },
  'tx-iso': {
    option: 'transactionIsolation',
    variable: 'TX_ISOLATION',
    read: oneOf('read-committed', 'repeatable-read', 'serializable'),
    help: 'isolation of mutations',
  },
  'use-prepared-statements': {
    option: 'preparedStatements',
    variable: 'USE_PREPARED_STATEMENTS',
    read: boolean,
    help: 'named prepared statements',
  },
  'live-queries-multiplexed-refetch-interval': {
    option: 'liveQueryInterval',
    variable: 'LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL',
    read: integer(1),
    help: 'milliseconds between polls',
  },
  'live-queries-multiplexed-batch-size': {
    option: 'liveQueryBatchSize',
    variable: 'LIVE_QUERIES_MULTIPLEXED_BATCH_SIZE',
    read: integer(1),
    help: 'variable sets in a poll',
  },
  'streaming-queries-multiplexed-refetch-interval': {
    option: 'streamingInterval',
    variable: 'STREAMING_QUERIES_MULTIPLEXED_REFETCH_INTERVAL',
    read: integer(1),
    help: 'the same for streams',
  },
  'streaming-queries-multiplexed-batch-size': {
    option: 'streamingBatchSize',
    variable: 'STREAMING_QUERIES_MULTIPLEXED_BATCH_SIZE',
    read: integer(1),
    help: 'the same for streams',
  },
  'change-triggers': {
    option: 'changeTriggers',
    variable: 'CHANGE_TRIGGERS',
    read: boolean,
    help: 'triggers that wake live queries',
  },
  'owner-database-url': {
    option: 'ownerDatabaseUrl',
    variable: 'OWNER_DATABASE_URL',
    read: plain,
    help: 'login that may create these triggers',
  },
  'safety-interval': {
    option: 'safetyInterval',
    variable: 'SAFETY_INTERVAL',
    read: integer(1),
    help: 'milliseconds between polls of woken queries',
  },
  'websocket-keepalive': {
    option: 'websocketKeepAlive',
    variable: 'WEBSOCKET_KEEPALIVE',
    read: seconds,
    help: 'seconds between keep-alive messages',
  },
  'websocket-connection-init-timeout': {
    option: 'websocketInitTimeout',
    variable: 'WEBSOCKET_CONNECTION_INIT_TIMEOUT',
    read: seconds,
    help: 'seconds to authenticate',
  },
  'cors-domain': {
    option: 'corsDomain',
    variable: 'CORS_DOMAIN',
    read: plain,
    help: 'origins that browsers may call from',
  },
  'body-limit': {
    option: 'bodyLimit',
    variable: 'BODY_LIMIT',
    read: integer(1),
    help: 'largest request in bytes',
  },
}

/**
 * The arguments with `true` after each switch that stands alone, as Hasura's own switches do:
 * `--dev-mode` and `--dev-mode true` mean the same.
 */
export function withSwitches(args: readonly string[]): string[] {
  return args.map((argument, index) => {
    const next = args[index + 1]
    const alone = next === undefined || next.startsWith('-')
    return alone && settings[argument.replace(/^--/, '')]?.read === boolean
      ? `${argument}=true`
      : argument
  })
}

/** For `parseArgs`. */
export const commandOptions: Record<
  string,
  { type: 'string' } | { type: 'boolean', short: string }
> = {
  ...Object.fromEntries(Object.keys(settings).map(flag => [flag, { type: 'string' }] as const)),
  help: { type: 'boolean', short: 'h' },
}

/** Text of `--help`. */
export const usage = `usage: engine --database-url <url> --metadata <path> [options]\n\n${Object.entries(
  settings,
)
  .map(
    ([flag, { variable, help }]) =>
      `  --${flag.padEnd(48)} ${help}\n  ${''.padEnd(50)} HASURA_GRAPHQL_${variable}\n`,
  )
  .join('')}`

/**
 * Options from the command line, else from the environment by Hasura's names. An empty variable
 * counts as absent; an empty flag, such as `--admin-secret "$SECRET"` of a variable that is not
 * set, is refused. Only `--cors-domain ""` says something: no origin.
 *
 * @throws Error naming the flag or variable that is missing or wrong
 */
export function fromEnvironment(
  flags: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
): {
  engineOptions: EngineOptions
  port: number
  host: string
} {
  const given: Record<string, unknown> = {}
  for (const [flag, { option, variable, read }] of Object.entries(settings)) {
    const name = `HASURA_GRAPHQL_${variable}`
    const fromFlag = flags[flag] as string | undefined
    if (fromFlag === '' && option !== 'corsDomain')
      throw new Error(`--${flag} is empty; leave it out or give it a value`)
    const text = fromFlag ?? (environment[name] || undefined)
    if (text !== undefined) given[option] = read(text, fromFlag === undefined ? name : `--${flag}`)
  }
  const { port, host, ...engineOptions } = given
  if (engineOptions.databaseUrl === undefined)
    throw new Error('--database-url (or HASURA_GRAPHQL_DATABASE_URL) is missing')
  if (engineOptions.metadata === undefined)
    throw new Error('--metadata (or HASURA_GRAPHQL_METADATA) is missing')
  return {
    engineOptions: engineOptions as unknown as EngineOptions,
    port: (port as number | undefined) ?? 8080,
    host: (host as string | undefined) ?? '127.0.0.1',
  }
}
