import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../../db/client.ts'
import { migrate } from '../../../db/migrate.ts'
import { hasNewestSchema } from '../../../db/schema-version.ts'
import { declaredDefinitions } from '../../support/catalog.ts'
import { startTestCluster } from '../../../hasura/engine/tests/support/cluster.ts'
import { createTestDatabase, databaseUrl, type TestDatabase } from '../../support/database.ts'

const empty: TestDatabase[] = []

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase({ migrated: false })
  empty.push(database)
  return database
}

afterAll(() => Promise.all(empty.map(database => database.drop())))

describe('migrate', () => {
  let reference: TestDatabase

  beforeAll(async () => {
    reference = await createTestDatabase()
  })

  afterAll(() => reference.drop())

  test('may be run by several processes at once, and again', async () => {
    const database = await emptyDatabase()
    await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)])
    await migrate(database.url)
    expect(await declaredDefinitions(database.pool)).toEqual(
      await declaredDefinitions(reference.pool),
    )
  })

  test('may be run on several databases of one cluster at once, though roles are shared', async () => {
    const databases = await Promise.all([emptyDatabase(), emptyDatabase(), emptyDatabase()])
    await Promise.all(databases.map(database => migrate(database.url)))
  })

  test('leaves nothing half done, and tells why', async () => {
    const database = await emptyDatabase()
    await database.pool.query('create table settings (id int)')
    await expect(migrate(database.url)).rejects.toMatchObject({
      cause: { message: 'relation "settings" already exists' },
    })
    expect(
      (await database.pool.query('select tablename from pg_tables where schemaname = \'public\''))
        .rows,
    ).toEqual([{ tablename: 'settings' }])
  })

  test('needs no superuser but for the two roles, and says so', async () => {
    const cluster = await startTestCluster()
    const admin = new pg.Client({ connectionString: cluster.url })
    try {
      await admin.connect()
      await admin.query('create role app_owner login password \'secret\'')
      await admin.query('create database goals owner app_owner')
      const url = Object.assign(new URL(databaseUrl(cluster.url, 'goals')), {
        username: 'app_owner',
        password: 'secret',
      }).href
      const advice = expect.stringContaining(
        'Run "create role goals_graphql nologin" as a superuser',
      ) as string
      await expect(migrate(url)).rejects.toMatchObject({ cause: { message: advice } })
      await admin.query('create role goals_graphql nologin; create role goals_server nologin')
      await migrate(url)
    }
    finally {
      await admin.end()
      await cluster.stop()
    }
  })
})

describe('hasNewestSchema', () => {
  test('tells whether everything that this release knows was applied', async () => {
    const database = await emptyDatabase()
    const connected = connect(database.url)
    expect(await hasNewestSchema(connected)).toBe(false)
    await migrate(database.url)
    expect(await hasNewestSchema(connected)).toBe(true)
    await database.pool.query(
      'delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)',
    )
    expect(await hasNewestSchema(connected)).toBe(false)
    await connected.$client.end()
  })

  test('is no obstacle when a newer release has migrated already', async () => {
    const database = await createTestDatabase()
    empty.push(database)
    await database.pool.query(
      'insert into drizzle.__drizzle_migrations (hash, created_at) values (\'newer\', 99999999999999)',
    )
    const connected = connect(database.url)
    expect(await hasNewestSchema(connected)).toBe(true)
    await connected.$client.end()
  })

  test('fails when the database cannot be reached', async () => {
    const connected = connect('postgres://nobody@127.0.0.1:1/none')
    await expect(hasNewestSchema(connected)).rejects.toThrow()
    await connected.$client.end()
  })
})
