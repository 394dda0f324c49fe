import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../../db/client.ts'
import { migrate } from '../../../db/migrate.ts'
import { hasNewestSchema } from '../../../db/schema-version.ts'
import { startTestCluster, type TestCluster } from '../../../hasura/engine/tests/support/cluster.ts'

const script = readFileSync(
  new URL('../../../k8s/components/postgres/init/roles.sh', import.meta.url),
  'utf8',
)

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startTestCluster()
  await prepare()
  await migrate(urlOf('goals_owner', 'goals'))
})
afterAll(() => cluster.stop())

test('the owner migrates without being a superuser, and again without harm', async () => {
  await migrate(urlOf('goals_owner', 'goals'))
  const { rows } = await run(
    'goals_owner',
    'goals',
    'select rolsuper or rolcreaterole or rolcreatedb as mighty from pg_roles where rolname = current_user',
  )
  expect(rows).toEqual([{ mighty: false }])
})

test('the server reads sessions and the schema\'s version', async () => {
  await run('goals_server_login', 'goals', 'select * from private.sessions')
  const database = connect(urlOf('goals_server_login', 'goals'))
  try {
    expect(await hasNewestSchema(database)).toBe(true)
  }
  finally {
    await database.$client.end()
  }
})

test('Hasura reads goals, but not sessions, and makes nothing in their database', async () => {
  await run('goals_hasura_login', 'goals', 'select * from goals')
  await expect(
    run('goals_hasura_login', 'goals', 'select * from private.sessions'),
  ).rejects.toThrow('permission denied')
  await expect(run('goals_hasura_login', 'goals', 'create table more (id int)')).rejects.toThrow(
    'permission denied',
  )
  await expect(run('goals_hasura_login', 'goals', 'create schema hdb_catalog')).rejects.toThrow(
    'permission denied',
  )
})

test('Hasura keeps its metadata, and Authentik everything, in databases of their own', async () => {
  await run(
    'goals_hasura_login',
    'hasura_metadata',
    'create schema hdb_catalog; select gen_random_bytes(1)',
  )
  await run('authentik', 'authentik', 'create table core (id int)')
  await expect(run('authentik', 'goals', 'select 1')).rejects.toThrow(
    'permission denied for database',
  )
  await expect(run('goals_server_login', 'hasura_metadata', 'select 1')).rejects.toThrow(
    'permission denied for database',
  )
})

test('a statement of Hasura or the server ends after five seconds, and a transaction that pauses', async () => {
  for (const login of ['goals_hasura_login', 'goals_server_login']) {
    expect((await run(login, 'goals', 'show statement_timeout')).rows).toEqual([
      { statement_timeout: '5s' },
    ])
    expect((await run(login, 'goals', 'show idle_in_transaction_session_timeout')).rows).toEqual([
      { idle_in_transaction_session_timeout: '5s' },
    ])
  }
  expect((await run('goals_owner', 'goals', 'show statement_timeout')).rows).toEqual([
    { statement_timeout: '0' },
  ])
})

/** Does what the script does, statement by statement: the packaged PostgreSQL has no psql. */
async function prepare(): Promise<void> {
  const sql = /<<'SQL'\n([\s\S]*)\nSQL$/m.exec(script)?.[1] ?? ''
  const [first = '', second = ''] = sql
    .replaceAll(/:'\w+'/g, '\'secret\'')
    .split('\\connect hasura_metadata')
  for (const [database, text] of [
    ['postgres', first],
    ['hasura_metadata', second],
  ] as const) {
    const statements = text
      .replaceAll(/^--.*$/gm, '')
      .split(';')
      .map(statement => statement.trim())
      .filter(Boolean)
    for (const statement of statements) await query(withDatabase(cluster.url, database), statement)
  }
}

function run(login: string, database: string, text: string): Promise<pg.QueryResult> {
  return query(urlOf(login, database), text)
}

function urlOf(login: string, database: string): string {
  const url = new URL(withDatabase(cluster.url, database))
  url.username = login
  url.password = 'secret'
  return url.href
}

function withDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString)
  url.pathname = `/${database}`
  return url.href
}

async function query(connectionString: string, text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return await client.query(text)
  }
  finally {
    await client.end()
  }
}
