import pg from 'pg'
import { migrate } from '../../db/migrate.ts'
import { emailOf, userIdFor, type Person } from '../identity-provider/people.ts'
import { startPostgres } from '../postgres/cluster.ts'
import { postgresFolder } from '../postgres/data-folder.ts'
import type { LocalSecrets } from './secrets.ts'
import { StackError, type StackSettings } from './settings.ts'

/** A database that has the newest schema. */
export interface StackDatabase {
  /** Connection strings of the owner, and of the logins of server and engine, which may do less. */
  urls: {
    owner: string
    server: string
    hasura: string
  }
  /** Settles when the database server ends by itself. Undefined for one that is not ours. */
  exited: Promise<unknown> | undefined
  stop: () => Promise<void>
}

const databaseName = 'goals'

/**
 * Starts the local database, or takes the one of DATABASE_URL, and brings it to the newest schema.
 * In a database of your own no logins are made: SERVER_DATABASE_URL and
 * HASURA_GRAPHQL_DATABASE_URL name them, else the owner serves for all.
 */
export async function startDatabase(
  { stateDirectory, external }: StackSettings,
  secrets: LocalSecrets,
): Promise<StackDatabase> {
  const { SERVER_DATABASE_URL: server, HASURA_GRAPHQL_DATABASE_URL: hasura } = process.env
  if (external.databaseUrl) {
    const owner = external.databaseUrl
    await migrate(owner).catch((cause: unknown) => {
      throw new StackError(`The database of DATABASE_URL could not be migrated: ${reasonOf(cause)}`)
    })
    return {
      urls: { owner, server: server || owner, hasura: hasura || owner },
      exited: undefined,
      stop: async () => {},
    }
  }
  const cluster = await startPostgres(postgresFolder(stateDirectory))
  try {
    await run(cluster.url(), async (client) => {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [
        databaseName,
      ])
      if (rowCount === 0) await client.query(`create database ${databaseName}`)
    })
    const owner = cluster.url(databaseName)
    await migrate(owner)
    const logins = [
      ['goals_server_login', 'goals_server', secrets.serverPassword],
      ['goals_hasura_login', 'goals_graphql', secrets.hasuraPassword],
    ] as const
    await run(owner, async (client) => {
      for (const [login, role, password] of logins) await makeLogin(client, login, role, password)
    })
    const [serverUrl, hasuraUrl] = logins.map(([login, , password]) =>
      withLogin(owner, login, password),
    ) as [string, string]
    return {
      urls: { owner, server: server || serverUrl, hasura: hasura || hasuraUrl },
      exited: cluster.exited,
      stop: cluster.stop,
    }
  }
  catch (error) {
    await cluster.stop()
    throw error
  }
}

/**
 * Gives people who are deactivated at the provider their row, so that tokens which they still hold
 * are worth nothing.
 */
export async function insertDeactivated(
  databaseUrl: string,
  people: readonly Person[],
): Promise<void> {
  await run(databaseUrl, async (client) => {
    for (const person of people.filter(({ isActive }) => !isActive)) {
      await client.query(
        'insert into users (id, username, name, email, is_active) values ($1, $2, $3, $4, false) on conflict do nothing',
        [userIdFor(person.username), person.username, person.name, emailOf(person)],
      )
    }
  })
}

async function makeLogin(
  client: pg.Client,
  login: string,
  role: string,
  password: string,
): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [login])
  if (rowCount === 0) await client.query(`create role ${login} login`)
  await client.query(`alter role ${login} password ${client.escapeLiteral(password)}`)
  await client.query(`grant ${role} to ${login}`)
}

async function run(
  connectionString: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await work(client)
  }
  finally {
    await client.end()
  }
}

function withLogin(url: string, login: string, password: string): string {
  const changed = new URL(url)
  changed.username = login
  changed.password = password
  return changed.href
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as { message: string, cause?: { message: string } }
  return cause?.message ?? message
}
