import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { samplePeople, userIdFor } from '../../../dev/identity-provider/people.ts'
import { removePostgresFolder } from '../../../dev/postgres/data-folder.ts'
import { insertDeactivated, startDatabase } from '../../../dev/stack/database.ts'
import { checkPorts } from '../../../dev/stack/ports.ts'
import { announce, claim, findRunning, retract } from '../../../dev/stack/running.ts'
import { localSecrets } from '../../../dev/stack/secrets.ts'
import type { StackSettings } from '../../../dev/stack/settings.ts'
import { freePort } from '../../../dev/free-port.ts'

const folders: string[] = []
afterEach(() =>
  folders.splice(0).forEach(folder => rmSync(folder, { recursive: true, force: true })),
)

async function settingsIn(stateDirectory: string): Promise<StackSettings> {
  return {
    stateDirectory,
    ports: { app: await freePort(), engine: await freePort(), identityProvider: await freePort() },
    baseUrl: 'http://localhost:1',
    clientId: 'goals',
    accessTokenSeconds: 300,
    external: { databaseUrl: undefined, graphqlEndpoint: undefined, issuer: undefined },
  }
}

/** A state folder below a home directory that nobody else may enter. */
function privateHome(): string {
  const home = mkdtempSync(path.join(os.tmpdir(), 'goals-home-'))
  folders.push(home)
  chmodSync(home, 0o700)
  const state = path.join(home, 'checkout', '.data')
  mkdirSync(state, { recursive: true })
  return state
}

async function query(
  connectionString: string,
  text: string,
  values: unknown[] = [],
): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  return client.query(text, values).finally(() => client.end())
}

describe('the database of the stack', () => {
  test('works in a private home, keeps its data over a restart, and gives the logins only their own rights', async () => {
    const settings = await settingsIn(privateHome())
    const secrets = localSecrets(settings.stateDirectory)
    try {
      const first = await startDatabase(settings, secrets)
      await insertDeactivated(first.urls.owner, samplePeople)
      await first.stop()
      const second = await startDatabase(settings, secrets)
      expect((await query(second.urls.owner, 'select id, is_active from users')).rows).toEqual([
        { id: userIdFor('dan'), is_active: false },
      ])
      expect(
        (await query(second.urls.server, 'select count(*) from private.sessions')).rowCount,
      ).toBe(1)
      await expect(
        query(second.urls.hasura, 'select count(*) from private.sessions'),
      ).rejects.toThrow('permission denied')
      await expect(query(second.urls.server, 'select count(*) from goals')).rejects.toThrow(
        'permission denied',
      )
      for (const url of [second.urls.server, second.urls.hasura]) {
        expect((await query(url, 'show statement_timeout')).rows).toEqual([
          { statement_timeout: '5s' },
        ])
        await expect(query(url, 'create temporary table bait ()')).rejects.toThrow(
          'permission denied',
        )
      }
      expect((await query(second.urls.owner, 'show statement_timeout')).rows).toEqual([
        { statement_timeout: '0' },
      ])
      await second.stop()
      const folder = realpathSync(path.join(settings.stateDirectory, 'postgres'))
      expect(lstatSync(path.join(settings.stateDirectory, 'postgres')).isSymbolicLink()).toBe(
        process.getuid?.() === 0,
      )
      removePostgresFolder(settings.stateDirectory)
      expect(existsSync(folder)).toBe(false)
    }
    finally {
      removePostgresFolder(settings.stateDirectory)
    }
  })

  test('that is an external one is migrated, or the reason is told', async () => {
    const settings = {
      ...(await settingsIn(privateHome())),
      external: {
        databaseUrl: `postgres://nobody@127.0.0.1:${await freePort()}/x`,
        graphqlEndpoint: undefined,
        issuer: undefined,
      },
    }
    await expect(startDatabase(settings, localSecrets(settings.stateDirectory))).rejects.toThrow(
      /The database of DATABASE_URL could not be migrated: .*ECONNREFUSED/,
    )
  })
})

describe('ports', () => {
  test('that are taken are named, with the variable to set', async () => {
    const settings = await settingsIn(privateHome())
    await checkPorts(settings)
    const other = createServer().listen(settings.ports.engine, '127.0.0.1')
    await expect(checkPorts(settings)).rejects.toThrow(
      `Port ${settings.ports.engine} for the GraphQL engine is taken. Stop what uses it, or choose another: HASURA_GRAPHQL_SERVER_PORT=`,
    )
    await checkPorts({
      ...settings,
      external: { ...settings.external, graphqlEndpoint: 'http://hasura:8080/v1/graphql' },
    })
    other.close()
  })
})

describe('a state folder', () => {
  test('serves one stack at a time; one that crashed does not count', async () => {
    const { stateDirectory } = await settingsIn(privateHome())
    claim(stateDirectory)
    const running = {
      pid: process.pid,
      baseUrl: 'http://localhost:3000',
      databaseUrl: 'postgres://x',
      tokenEndpoint: undefined,
    }
    announce(stateDirectory, running)
    expect(findRunning(stateDirectory)).toEqual(running)
    expect(() => claim(stateDirectory)).toThrow('already runs at http://localhost:3000')
    announce(stateDirectory, { ...running, pid: 2 ** 22 + 1 })
    expect(findRunning(stateDirectory)).toBeUndefined()
    claim(stateDirectory)
    retract(stateDirectory)
  })

  test('keeps its secrets, readable by its owner alone', async () => {
    const { stateDirectory } = await settingsIn(privateHome())
    const secrets = localSecrets(stateDirectory)
    expect(localSecrets(stateDirectory)).toEqual(secrets)
    expect(new Set(Object.values(secrets)).size).toBe(Object.keys(secrets).length)
    expect(statSync(path.join(stateDirectory, 'secrets.json')).mode & 0o777).toBe(0o600)
  })
})
