import type pg from 'pg'
import { createEngine, type Engine, type EngineOptions } from '../../index.ts'
import { createTestDatabase } from './database.ts'

/** An engine that answers on a port of its own. */
export interface StartedEngine {
  readonly engine: Engine
  /** Address of its HTTP server; no slash at the end. */
  readonly url: string
  /** Asks as a role; `variables` are session variables without `x-hasura-`. Answers the body. */
  readonly ask: <Body = GraphQLBody>(
    role: string,
    query: string,
    options?: {
      readonly session?: Readonly<Record<string, string>>
      readonly variables?: Readonly<Record<string, unknown>>
    },
  ) => Promise<Body>
  /** One POST with these headers and no others. */
  readonly post: <Body = GraphQLBody>(
    headers: Readonly<Record<string, string>>,
    body: unknown,
  ) => Promise<Body>
  /** May be called again. */
  readonly stop: () => Promise<void>
}

/** An engine on a database of a test's own. */
export interface TestEngine extends StartedEngine {
  readonly databaseUrl: string
  /** Runs SQL as the superuser. */
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<pg.QueryResult>
}

/** A response body. */
export interface GraphQLBody {
  readonly data?: Record<string, unknown>
  readonly errors?: readonly {
    readonly message: string
    readonly extensions: { readonly path: string, readonly code: string }
  }[]
}

/** What a test's engine is made of. */
export interface TestEngineOptions {
  /** Runs once on the fresh database. */
  readonly sql: string
  /**
   * Tables and whatever else of a source; the rest of the metadata is made up. Or whole metadata,
   * when it has `sources`.
   */
  readonly metadata: Readonly<Record<string, unknown>>
  readonly options?: Partial<EngineOptions>
}

/** The secret of every test engine. */
export const adminSecret = 'test-secret'

/** Starts an engine with the secret of every test engine. Call `stop` in `afterAll`. */
export async function startEngine(options: EngineOptions): Promise<StartedEngine> {
  const engine = await createEngine({ adminSecret, ...options })
  const { url } = await engine.listen(0)
  const post: StartedEngine['post'] = async (headers, body) => {
    const response = await fetch(`${url}/v1/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return (await response.json()) as never
  }
  let stopped: Promise<void> | undefined
  return {
    engine,
    url,
    post,
    ask: (role, query, { session = {}, variables = {} } = {}) =>
      post(
        {
          'x-hasura-admin-secret': adminSecret,
          'x-hasura-role': role,
          ...Object.fromEntries(
            Object.entries(session).map(([name, value]) => [`x-hasura-${name}`, value]),
          ),
        },
        { query, variables },
      ),
    stop: () => (stopped ??= engine.close()),
  }
}

/**
 * Makes a fresh database, runs `sql` in it and starts an engine on it. Call `stop` in `afterAll`.
 */
export async function startTestEngine({
  sql,
  metadata,
  options = {},
}: TestEngineOptions): Promise<TestEngine> {
  const { url: databaseUrl, pool, drop } = await createTestDatabase()
  await pool.query(sql)
  const started = await startEngine({ databaseUrl, metadata: wholeMetadata(metadata), ...options })
  return {
    ...started,
    databaseUrl,
    sql: (text, values) => pool.query(text, values as unknown[] | undefined),
    stop: async () => {
      await started.stop()
      await drop()
    },
  }
}

function wholeMetadata(
  metadata: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if ('sources' in metadata) return metadata
  const { tables, functions, customization, ...rest } = metadata
  const source = {
    name: 'default',
    kind: 'postgres',
    configuration: {
      connection_info: { database_url: { from_env: 'HASURA_GRAPHQL_DATABASE_URL' } },
    },
    tables: tables ?? [],
    functions: functions ?? [],
  }
  return {
    version: 3,
    sources: [customization === undefined ? source : { ...source, customization }],
    ...rest,
  }
}
