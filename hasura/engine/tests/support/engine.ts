import type pg from 'pg'
import { createEngine, type Engine, type EngineOptions } from '../../index.ts'
import { createTestDatabase } from './database.ts'

/** A database and an engine of a test's own. */
export interface TestEngine {
  readonly engine: Engine
  /** Address of its HTTP server. */
  readonly url: string
  readonly databaseUrl: string
  /** Asks as a role; `variables` are session variables without `x-hasura-`. Answers the body. */
  readonly ask: (
    role: string,
    query: string,
    options?: {
      readonly session?: Readonly<Record<string, string>>
      readonly variables?: Readonly<Record<string, unknown>>
    },
  ) => Promise<GraphQLBody>
  /** One POST with these headers and no others. */
  readonly post: (headers: Readonly<Record<string, string>>, body: unknown) => Promise<GraphQLBody>
  /** Runs SQL as the superuser. */
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<pg.QueryResult>
  readonly stop: () => Promise<void>
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
  const engine = await createEngine({
    databaseUrl,
    metadata: wholeMetadata(metadata),
    adminSecret,
    ...options,
  })
  const { url } = await engine.listen(0)
  const post: TestEngine['post'] = async (headers, body) => {
    const response = await fetch(`${url}/v1/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return (await response.json()) as GraphQLBody
  }
  return {
    engine,
    url,
    databaseUrl,
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
    sql: (text, values) => pool.query(text, values as unknown[] | undefined),
    stop: async () => {
      await engine.close()
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
