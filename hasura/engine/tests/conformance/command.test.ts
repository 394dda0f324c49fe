// The engine's command as someone meets it who has never seen it: a process of its own, and what it
// says.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

const launcher = fileURLToPath(new URL('../../cli/launch.mjs', import.meta.url))
const folder = mkdtempSync(path.join(os.tmpdir(), 'engine-command-'))
const metadataFile = path.join(folder, 'metadata.json')
const admin = { 'x-hasura-admin-secret': 'a secret' }

let database: TestDatabase
const started: ChildProcess[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(
    'create table note (id int primary key, title text); insert into note values (1, \'one\')',
  )
})
afterEach(async () => {
  await Promise.all(started.splice(0).map(ended))
})
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise(resolve => child.once('exit', resolve))
  child.kill()
  await exit
}

function writeMetadata(columns: readonly string[], more: object = {}): void {
  const permission = { columns, filter: {} }
  const tables = [{ table: 'note', select_permissions: [{ role: 'user', permission }] }]
  const source = { name: 'default', kind: 'postgres', configuration: {}, tables, ...more }
  writeFileSync(metadataFile, JSON.stringify({ version: 3, sources: [source] }))
}

/** The command, running, and all that it says. */
function command(args: readonly string[], node: readonly string[] = []) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('HASURA_')),
  )
  const child = spawn(process.execPath, [...node, launcher, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => (output.text += String(data)))
  const exit = new Promise<number | null>(resolve => child.once('close', resolve))
  return { child, output, exit }
}

/** The command on the test's database and metadata, listening. */
async function engine(args: readonly string[] = ['--admin-secret', 'a secret']) {
  const running = command([
    '--database-url',
    database.url,
    '--metadata',
    metadataFile,
    '--port',
    '0',
    ...args,
  ])
  const said = (text: string | RegExp) =>
    until(
      () => running.output.text.search(text) !== -1,
      () => running.output.text,
    )
  await said('listening on ')
  const url = /listening on (\S+)/.exec(running.output.text)?.[1] ?? ''
  const ask = async (query: string) => {
    const headers = { ...admin, 'x-hasura-role': 'user' }
    return (
      await fetch(`${url}/v1/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
    ).json()
  }
  return { ...running, url, said, ask }
}

describe('a start that fails', () => {
  test('for want of a Node.js that runs TypeScript says which one it needs', async () => {
    const { exit, output } = command(['--help'], ['--no-strip-types'])
    expect([await exit, output.text]).toEqual([
      1,
      expect.stringContaining('it needs Node.js 22.18 or newer') as string,
    ])
  })

  const given = ['--metadata', metadataFile, '--database-url', 'postgres://127.0.0.1:9/app']
  test.each([
    ['no option', [], '--database-url (or HASURA_GRAPHQL_DATABASE_URL) is missing'],
    [
      'no URL',
      [...given, '--database-url', 'notaurl'],
      '--database-url, HASURA_GRAPHQL_DATABASE_URL) is not a URL',
    ],
    [
      'another database',
      [...given, '--database-url', 'mysql://db/app'],
      'starts with mysql://, but this engine serves PostgreSQL only',
    ],
    [
      'a database that does not answer',
      given,
      'HASURA_GRAPHQL_DATABASE_URL) at 127.0.0.1:9/app does not answer: connect ECONNREFUSED',
    ],
    [
      'a host that answers on no address',
      [...given, '--database-url', 'postgres://localhost:9/app'],
      'localhost:9/app does not answer: connect ECONNREFUSED',
    ],
    [
      'a jwk_url that is none',
      [...given, '--admin-secret', 'a', '--jwt-secret', '{"jwk_url":"notaurl"}'],
      '"jwk_url" must be an http or https URL',
    ],
    [
      'a misspelt key',
      [...given, '--admin-secret', 'a', '--jwt-secret', '{"jwk_url":"http://id","isuer":"me"}'],
      'unknown key "isuer"',
    ],
    [
      'a short key',
      [...given, '--admin-secret', 'a', '--jwt-secret', '{"type":"HS256","key":"short"}'],
      'HS256 needs at least 32 bytes, this has 5',
    ],
  ])('names %s', async (_what, args, message) => {
    writeMetadata(['id'])
    const { exit, output } = command(args)
    expect([await exit, output.text]).toEqual([1, expect.stringContaining(message) as string])
    expect(output.text).toMatch(/^the engine cannot start: /)
  })

  test('names the port that is taken', async () => {
    writeMetadata(['id'])
    const { url } = await engine()
    const { exit, output } = command([
      '--database-url',
      database.url,
      '--metadata',
      metadataFile,
      '--port',
      new URL(url).port,
    ])
    expect([await exit, output.text]).toEqual([
      1,
      expect.stringMatching(/cannot listen on the given --host and --port .*EADDRINUSE/) as string,
    ])
  })
})

describe('a start', () => {
  test('says loudly that without an admin secret everyone is admin, and who can reach the port', async () => {
    writeMetadata(['id'])
    const { output } = await engine([])
    expect(output.text).toContain('WARNING: no admin secret is set, so every request is admin')
    expect(output.text).toMatch(
      /listening on http:\/\/127\.0\.0\.1:\d+ \(for this machine only: --host 0\.0\.0\.0 /,
    )
  })

  test('says nothing of that where there is a secret and an open port', async () => {
    writeMetadata(['id'])
    const { output } = await engine([
      '--admin-secret',
      'a secret',
      '--host',
      '0.0.0.0',
      '--dev-mode',
    ])
    expect(output.text).toMatch(/^listening on http:\/\/0\.0\.0\.0:\d+\n$/)
  })

  test('tells what has no effect and what is left out', async () => {
    writeMetadata(['id', 'gone'], { customization: { naming_convention: 'graphql-default' } })
    const { output } = await engine()
    expect(output.text).toContain(
      'the naming convention graphql-default of source default has no effect: it needs --experimental-features naming_convention',
    )
    expect(output.text).toContain(
      'inconsistent select_permission select permission of role user on table note: ',
    )
  })
})

describe('SIGHUP', () => {
  test('reloads the metadata, and keeps it when the new one cannot be served', async () => {
    writeMetadata(['id'])
    const { child, said, ask, url } = await engine()
    expect(await ask('{ note { id title } }')).toMatchObject({
      errors: [{ extensions: { code: 'validation-failed' } }],
    })

    writeMetadata(['id', 'title'])
    child.kill('SIGHUP')
    await said('the metadata was reloaded')
    expect(await ask('{ note { id title } }')).toEqual({
      data: { note: [{ id: 1, title: 'one' }] },
    })

    writeFileSync(metadataFile, '{"version": 2, "tables": []}')
    child.kill('SIGHUP')
    await said(
      'the metadata stays as it was: metadata version: must be 3, not 2: that is the metadata of Hasura v1',
    )
    expect(await ask('{ note { id title } }')).toEqual({
      data: { note: [{ id: 1, title: 'one' }] },
    })

    const reload = await fetch(`${url}/v1/metadata`, {
      method: 'POST',
      headers: admin,
      body: '{"type":"reload_metadata","args":{}}',
    })
    expect([reload.status, await reload.json()]).toMatchObject([
      400,
      {
        path: '$.args',
        code: 'parse-failed',
        error: expect.stringContaining('the metadata stays as it was: metadata version') as string,
      },
    ])
    expect(await ask('{ note { title } }')).toEqual({ data: { note: [{ title: 'one' }] } })
  })
})
