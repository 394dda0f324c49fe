import { assertKnownFeatures } from './options/experimental-features.ts'
import { checkOptions } from './options/check-options.ts'
import type { JwtSecret } from './session/jwt-config.ts'

/** Options of {@link createEngine}; all but the first two default to Hasura's values. */
export interface EngineOptions {
  /** PostgreSQL connection string. */
  readonly databaseUrl: string
  /** Hasura's metadata v3: a folder of YAML, a JSON file, or the JSON itself. */
  readonly metadata: string | Readonly<Record<string, unknown>>
  /**
   * Grants every role. Undefined (without `jwtSecret`): no authentication, every request is
   * `admin`.
   */
  readonly adminSecret?: string
  /** How to verify JSON web tokens; needs `adminSecret`. */
  readonly jwtSecret?: JwtSecret
  /**
   * Role of requests without credentials. Its session variables come from the client's headers:
   * filters must not trust them.
   */
  readonly unauthorizedRole?: string
  /** bigint, numeric, float8 and money as JSON strings. Default false. */
  readonly stringifyNumericTypes?: boolean
  /** A select permission on the returned table is enough to call a query function. Default true. */
  readonly inferFunctionPermissions?: boolean
  /** A comparison with null means "no condition". Dangerous; default false. */
  readonly booleanNullCollapse?: boolean
  /** Convention of sources that do not choose one. Default `hasura-default`. */
  readonly defaultNamingConvention?: 'hasura-default' | 'graphql-default'
  /**
   * Hasura's experimental features by name, such as `naming_convention`; unknown ones are refused.
   */
  readonly experimentalFeatures?: readonly string[]
  /** Only documents of the metadata's allow list, except for `admin`. Default false. */
  readonly enableAllowList?: boolean
  /** `extensions.internal` in errors for `admin`. Default true. */
  readonly adminInternalErrors?: boolean
  /** `extensions.internal` in errors for every role. Default false. */
  readonly devMode?: boolean
  /** Status 401 instead of 200 for a missing or wrong admin secret. Default false. */
  readonly preserve401Errors?: boolean
  /** Most connections to PostgreSQL. Default 10. */
  readonly connections?: number
  /** Milliseconds after which PostgreSQL gives up on a statement; 0 for never. Default 0. */
  readonly statementTimeout?: number
  /** Milliseconds that a request waits for a connection. Default 10,000. */
  readonly connectionTimeout?: number
  /** Isolation of mutations. Default `read-committed`. */
  readonly transactionIsolation?: 'read-committed' | 'repeatable-read' | 'serializable'
  /** Named prepared statements. Switch off behind a pooler that cannot keep them. Default true. */
  readonly preparedStatements?: boolean
  /** Milliseconds between two polls of live queries that no notification can wake. Default 1000. */
  readonly liveQueryInterval?: number
  /** Most sets of variables in one statement of live queries. Default 100. */
  readonly liveQueryBatchSize?: number
  /** The same two for streaming subscriptions. Default 1000 and 100. */
  readonly streamingInterval?: number
  readonly streamingBatchSize?: number
  /**
   * Install triggers (in the schema `graphql_engine`) that wake live queries at once. Default true.
   */
  readonly changeTriggers?: boolean
  /**
   * Connection string of a login that may create these triggers, used for nothing else. Default:
   * `databaseUrl`.
   */
  readonly ownerDatabaseUrl?: string
  /**
   * Milliseconds between two polls of live queries that triggers wake; catches what triggers cannot
   * see. Default 60,000.
   */
  readonly safetyInterval?: number
  /** Milliseconds between keep-alive messages on a WebSocket. Default 5000. */
  readonly websocketKeepAlive?: number
  /** Milliseconds that a WebSocket may take to authenticate. Default 3000. */
  readonly websocketInitTimeout?: number
  /** Close all WebSockets when the metadata changes. Default true. */
  readonly closeWebsocketsOnMetadataChange?: boolean
  /** Origins that browsers may call from: `*`, or a comma-separated list. Default `*`. */
  readonly corsDomain?: string
  /** Largest request in bytes, over HTTP or WebSocket. Default 10 MiB. */
  readonly bodyLimit?: number
  /**
   * Bytes of the plans that are kept for (document, role, shape of the variables), estimated.
   * Default 64 MB.
   */
  readonly planCacheSize?: number
  /** Receives one line for what an operator should know. Default: standard error. */
  readonly log?: (line: string) => void
}

/** Options with every default in place. */
export type Settings = Required<Omit<EngineOptions, OptionsWithoutDefault>>
  & Pick<EngineOptions, OptionsWithoutDefault>

type OptionsWithoutDefault = 'adminSecret' | 'jwtSecret' | 'unauthorizedRole' | 'ownerDatabaseUrl'

const defaults = {
  stringifyNumericTypes: false,
  inferFunctionPermissions: true,
  booleanNullCollapse: false,
  defaultNamingConvention: 'hasura-default',
  experimentalFeatures: [],
  enableAllowList: false,
  adminInternalErrors: true,
  devMode: false,
  preserve401Errors: false,
  connections: 10,
  statementTimeout: 0,
  connectionTimeout: 10_000,
  transactionIsolation: 'read-committed',
  preparedStatements: true,
  liveQueryInterval: 1000,
  liveQueryBatchSize: 100,
  streamingInterval: 1000,
  streamingBatchSize: 100,
  changeTriggers: true,
  safetyInterval: 60_000,
  websocketKeepAlive: 5000,
  websocketInitTimeout: 3000,
  closeWebsocketsOnMetadataChange: true,
  corsDomain: '*',
  bodyLimit: 10 * 1024 * 1024,
  planCacheSize: 64_000_000,
  log: (line: string) => {
    process.stderr.write(`${line}\n`)
  },
} satisfies Partial<EngineOptions>

/**
 * Fills in the defaults.
 *
 * @throws Error naming the option that is wrong; see {@link checkOptions} and {@link
 *   assertKnownFeatures}
 */
export function resolveOptions(options: EngineOptions): Settings {
  checkOptions(options)
  assertKnownFeatures(options.experimentalFeatures ?? [])
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as EngineOptions
  return { ...defaults, ...given }
}
