import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { adminSecret, startTestEngine } from '../support/engine.ts'
import { goalsFixture } from '../support/goals-fixture.ts'
import { openSocket } from '../support/graphql-socket.ts'

test.each([
  ['tasks', 'goals'],
  ['goals', 'tasks'],
])(
  'a writer that holds %s and goes on to %s is not ended by a first subscription on both',
  async (held, wanted) => {
    const { url, databaseUrl, sql, stop } = await startTestEngine(goalsFixture)
    const writer = new pg.Client({ connectionString: databaseUrl })
    await writer.connect()
    await writer.query(
      `set deadlock_timeout = '10ms'; begin; lock table ${held} in row exclusive mode`,
    )
    const socket = await openSocket(url, 'graphql-transport-ws', {
      'x-hasura-admin-secret': adminSecret,
      'x-hasura-role': 'user',
      'x-hasura-user-id': '1',
    })
    socket.send({
      type: 'subscribe',
      id: '1',
      payload: { query: 'subscription { goals { title tasks { title } } }' },
    })
    await vi.waitFor(
      async () =>
        expect(
          (
            await sql(
              'select from pg_locks where not granted and relation is not null and database = (select oid from pg_database where datname = current_database())',
            )
          ).rowCount,
        ).toBeGreaterThan(0),
      { timeout: 10_000, interval: 10 },
    )
    await expect(
      writer.query(`lock table ${wanted} in row exclusive mode; commit`),
    ).resolves.toBeDefined()
    socket.close()
    await writer.end()
    await stop()
  },
)
