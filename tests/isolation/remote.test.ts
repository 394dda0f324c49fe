// The command against an engine that it knows only by address, as against a Hasura on a staging
// system: a process of its own, whose admin secret nobody tells, so that whatever only an
// administrator may ask is not there.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import type { Report } from './report.ts'
import { readWorld, restoreWorld, tables, type World } from './support/world.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const secret = JSON.stringify({
  type: 'HS256',
  key: 'a key that the staging system shares with the proof',
  issuer: 'https://staging.example/',
  audience: 'goals',
})
const out = mkdtempSync(path.join(os.tmpdir(), 'isolation-remote-'))
const nothing = Object.fromEntries(
  [...tables, 'goal_parts'].map(table => [table, []]),
) as unknown as World

let database: TestDatabase
let engine: ChildProcess
let environment: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  engine = start(
    [
      'hasura/engine/cli/launch.mjs',
      '--port',
      '0',
      '--metadata',
      'hasura/metadata',
      '--infer-function-permissions',
      'false',
    ],
    {
      HASURA_GRAPHQL_DATABASE_URL: database.url,
      HASURA_GRAPHQL_ADMIN_SECRET: 'nobody is told',
      HASURA_GRAPHQL_JWT_SECRET: secret,
    },
  )
  const url = await new Promise<string>((resolve, reject) => {
    engine.stdout!.on(
      'data',
      text =>
        /listening on (\S+)/.exec(String(text))?.[1]
        && resolve(/listening on (\S+)/.exec(String(text))![1]!),
    )
    engine.on('exit', code => reject(new Error(`the engine ended with ${code}`)))
  })
  environment = {
    HASURA_GRAPHQL_ENDPOINT: `${url}/v1/graphql`,
    HASURA_GRAPHQL_JWT_SECRET: secret,
    ISOLATION_DATABASE_URL: database.url,
  }
})
afterAll(async () => {
  const ended = new Promise(resolve => engine.on('exit', resolve))
  engine.kill()
  await ended
  await database.drop()
  rmSync(out, { recursive: true, force: true })
})
beforeEach(async () => {
  const client = await database.pool.connect()
  await restoreWorld(client, nothing)
  client.release()
})

function start(args: readonly string[], variables: Record<string, string>): ChildProcess {
  const { TEST_DATABASE_URL: _cluster, HASURA_GRAPHQL_ENDPOINT: _endpoint, ...env } = process.env
  return spawn(process.execPath, args, {
    cwd: root,
    env: { ...env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** The command, running; `ended` resolves with its exit code and all that it said. */
function isolation(args: readonly string[], variables = environment) {
  const child = start(['tests/isolation/cli.ts', '--out', out, ...args], variables)
  let said = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', text => (said += String(text)))
  return {
    child,
    ended: new Promise<{ code: number | null, said: string }>(resolve =>
      child.on('close', code => resolve({ code, said })),
    ),
  }
}

const world = async (): Promise<World> => {
  const client = await database.pool.connect()
  try {
    return await readWorld(client)
  }
  finally {
    client.release()
  }
}

const some = ['--tables', 'categories,settings']

describe('a remote engine', { timeout: 120_000 }, () => {
  test('is probed by the same cells, and its database is empty afterwards', async () => {
    const { code, said } = await isolation([...some, '--staging']).ended
    console.log(said.trimEnd().split('\n').slice(-2).join('\n'))
    expect(said).toMatch(/isolation: (\d{3}) of \1 cells hold, 0 leaks\n$/)
    expect(said).toMatch(/lint: (\d+) of \1 rules hold/)
    expect(code).toBe(0)
    expect(await world()).toEqual(nothing)
    const report = JSON.parse(readFileSync(path.join(out, 'part', 'report.json'), 'utf8')) as Report
    expect(report).toMatchObject({
      engine: 'the embedded engine',
      version: expect.stringMatching(/^v\d/) as string,
      endpoint: environment.HASURA_GRAPHQL_ENDPOINT,
      summary: { leaks: 0 },
    })
    expect(
      report.permissions.every(
        ({ sql, filter }) => filter === undefined || sql.filter !== undefined,
      ),
    ).toBe(true)
  })

  test('that does not keep the policy is reported: one that lets nobody in', async () => {
    const key = JSON.stringify({ ...(JSON.parse(secret) as object), audience: 'another' })
    const { code, said } = await isolation(
      ['--tables', 'settings', '--roles', 'viewer', '--staging'],
      { ...environment, HASURA_GRAPHQL_JWT_SECRET: key },
    ).ended
    expect(code).toBe(1)
    expect(said).toMatch(/FAILED/)
    expect(await world()).toEqual(nothing)
  })

  test('is not written into unless somebody says that it is a staging system', async () => {
    const { code, said } = await isolation(some).ended
    expect([code, said]).toEqual([2, expect.stringContaining('--staging')])
    expect(await world()).toEqual(nothing)
  })

  test('is not written into when there are rows', async () => {
    await database.pool.query(
      'insert into users (id, username, name) values (gen_random_uuid(), \'somebody\', \'Somebody\')',
    )
    const before = await world()
    const { code, said } = await isolation([...some, '--staging']).ended
    expect([code, said]).toEqual([2, expect.stringMatching(/1 rows in users/) as string])
    expect(await world()).toEqual(before)
  })

  test.each(['HASURA_GRAPHQL_JWT_SECRET', 'ISOLATION_DATABASE_URL'])(
    'is not probed without %s',
    async (name) => {
      const { [name]: _missing, ...rest } = environment
      const { code, said } = await isolation([...some, '--staging'], rest).ended
      expect([code, said]).toEqual([2, expect.stringContaining(name)])
    },
  )

  test('leaves an empty database also when it cannot be reached', async () => {
    const { code } = await isolation([...some, '--staging'], {
      ...environment,
      HASURA_GRAPHQL_ENDPOINT: 'http://127.0.0.1:9/v1/graphql',
    }).ended
    expect(code).toBe(1)
    expect(await world()).toEqual(nothing)
  })

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'leaves an empty database also when %s ends the proof',
    async (signal) => {
      const { child, ended } = isolation(['--staging'])
      await vi.waitFor(async () => expect((await world()).users.length).toBeGreaterThan(0), {
        timeout: 100_000,
        interval: 50,
      })
      child.kill(signal)
      const { code, said } = await ended
      expect(code).toBe(130)
      expect(said).not.toContain('cells hold')
      expect(await world()).toEqual(nothing)
    },
  )
})
