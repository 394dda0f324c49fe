import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { nameKey } from '../../catalog/types.ts'
import { openDatabase } from '../../execute/database.ts'
import { resolveOptions } from '../../options.ts'
import { TriggerChanges } from '../../changes/changes.ts'
import type { Watch } from '../../changes/types.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'

let world: TestDatabase

beforeAll(async () => {
  world = await createTestDatabase()
})
beforeEach(() =>
  world.pool.query(
    'drop table if exists goals, tasks, notes; create table goals (id int primary key); create table tasks (id int primary key); create table notes (id int primary key)',
  ),
)
afterAll(() => world.drop())

const hour = 3_600_000

/** A listener on the database, and what it says and does. */
interface Listener {
  /** Watches a table for a group that starts now. */
  readonly watch: (table: string) => Watch & { readonly heard: () => number }
  readonly lines: readonly string[]
  /** How often it began to create triggers. */
  readonly attempts: () => number
}

/** @param pause milliseconds between attempts */
async function listening(
  databaseUrl: string,
  pause: number,
  work: (listener: Listener) => Promise<void>,
): Promise<void> {
  const lines: string[] = []
  let attempts = 0
  const log = (line: string) => {
    lines.push(line)
  }
  const database = openDatabase(resolveOptions({ databaseUrl, metadata: {}, log: () => undefined }))
  const changes = new TriggerChanges({
    databaseUrl,
    database,
    log,
    pauses: { min: pause, max: pause },
    asOwner: (create) => {
      attempts += 1
      return create(database)
    },
  })
  const watch = (name: string) => {
    const table = { schema: 'public', name }
    let heard = 0
    const held = changes.watch([nameKey(table)], {
      changed: () => {
        heard += 1
      },
      statusChanged: () => undefined,
    })
    return { ...held, heard: () => heard }
  }
  try {
    await work({ watch, lines, attempts: () => attempts })
  }
  finally {
    await changes.close()
    await database.close()
  }
}

/** Ends the connection that listens, and waits for the next. */
async function reconnect({ heard }: { readonly heard: () => number }): Promise<void> {
  await until(() => heard() > 0)
  const before = heard()
  await world.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'graphql-engine changes'`,
  )
  await until(() => heard() > before)
}

test('a table that is busy gets its triggers when it no longer is', () =>
  listening(world.url, 10, async ({ watch, lines }) => {
    const writer = new pg.Client({ connectionString: world.url })
    await writer.connect()
    await writer.query('begin; lock table goals in row exclusive mode')
    const [goals, tasks] = [watch('goals'), watch('tasks')]
    await until(() => lines.length > 0)
    expect(lines[0]).toBe(
      'live queries are polled because triggers cannot be installed: canceling statement due to lock timeout; this is tried again',
    )
    await until(tasks.isActive)
    expect(goals.isActive()).toBe(false)
    await writer.query('commit')
    await until(goals.isActive)
    await writer.end()
    const before = goals.heard()
    await world.pool.query('insert into goals values (1)')
    await until(() => goals.heard() > before)
  }))

test('a database that was away gets them when it is back', async () => {
  const { port, hostname } = new URL(world.url)
  const proxy = await startTcpProxy(Number(port), hostname)
  const through = Object.assign(new URL(world.url), {
    hostname: '127.0.0.1',
    port: String(proxy.port),
  })
  await proxy.goAway()
  await listening(through.href, hour, async ({ watch, lines }) => {
    const goals = watch('goals')
    await until(() => lines.length > 0)
    await proxy.comeBack()
    await until(goals.isActive)
    expect(lines).toHaveLength(1)
  })
  await proxy.goAway()
})

test('nothing is tried again when nobody waits for it', () =>
  listening(world.url, hour, async ({ watch, lines, attempts }) => {
    const tasks = watch('tasks')
    await until(tasks.isActive)
    await world.pool.query(`
    create function no_triggers() returns event_trigger language plpgsql as $$ begin raise 'not now'; end $$;
    create event trigger no_triggers on ddl_command_start execute function no_triggers()`)
    const goals = watch('goals')
    await until(() => lines.length > 0)
    goals.stop()
    await world.pool.query('drop event trigger no_triggers')
    await reconnect(tasks)
    const notes = watch('notes')
    await until(notes.isActive)
    expect([attempts(), goals.isActive()]).toEqual([3, false])
  }))

test('a login that may not create them is refused once, until another group asks', async () => {
  const role = `weak_${world.url.slice(-16)}`
  await world.pool.query(
    `create role ${role} login password 'weak'; grant select on goals, tasks to ${role}`,
  )
  await world.pool.query('drop schema if exists graphql_engine cascade')
  const weakUrl = Object.assign(new URL(world.url), { username: role, password: 'weak' }).href
  await listening(weakUrl, 10, async ({ watch, lines, attempts }) => {
    const goals = watch('goals')
    await until(() => lines.length > 0)
    expect(lines).toEqual([
      expect.stringMatching(
        /^live queries are polled because triggers cannot be installed: permission denied for database \w+$/,
      ),
    ])
    await world.pool.query(`alter role ${role} superuser`)
    await reconnect(goals)
    const tasks = watch('tasks')
    await until(tasks.isActive)
    expect([attempts(), goals.isActive()]).toEqual([2, false])
    const again = watch('goals')
    await until(() => again.isActive() && goals.isActive())
    expect(attempts()).toBe(3)
  })
  await world.pool.query(`drop owned by ${role} cascade; drop role ${role}`)
})
