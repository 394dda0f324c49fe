import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEngine, type Engine } from '../../../hasura/engine/index.ts'
import { metadata, reloadOnChange } from '../../../dev/stack/engine.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'goals-metadata-'))
const file = path.join(folder, 'databases/default/tables/public_goals.yaml')
const said: string[] = []
const adminSecret = 'known to this test'
let database: TestDatabase
let engine: Engine
let url: string
let watcher: { stop: () => void }

beforeAll(async () => {
  cpSync(metadata, folder, { recursive: true })
  database = await createTestDatabase()
  engine = await createEngine({
    databaseUrl: database.url,
    metadata: folder,
    adminSecret,
    changeTriggers: false,
  })
  url = (await engine.listen(0)).url
  watcher = reloadOnChange(engine, folder, line => said.push(line))
})

afterAll(async () => {
  watcher.stop()
  await engine.close()
  await database.drop()
  rmSync(folder, { recursive: true })
})

/** What a member is told who asks for the progress of goals. */
async function answer(): Promise<string> {
  const response = await fetch(`${url}/v1/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-hasura-admin-secret': adminSecret,
      'x-hasura-role': 'member',
      'x-hasura-user-id': '00000000-0000-4000-8000-000000000000',
    },
    body: '{"query": "{ goals { progress } }"}',
  })
  return response.text()
}

test('a changed permission is in force at once, and a broken file leaves the former', async () => {
  const original = readFileSync(file, 'utf8')
  expect(await answer()).toBe('{"data":{"goals":[]}}')

  writeFileSync(file, original.replaceAll(/^ +- progress\n/gm, ''))
  await expect
    .poll(answer, { timeout: 20_000 })
    .toContain('field \'progress\' not found in type: \'goals\'')

  writeFileSync(file, 'columns: [')
  await expect
    .poll(() => said.join('\n'), { timeout: 20_000 })
    .toContain('Hasura metadata could not be reloaded, the former stays: ')
  expect(await answer()).toContain('field \'progress\' not found')

  writeFileSync(file, original)
  await expect.poll(answer, { timeout: 20_000 }).toBe('{"data":{"goals":[]}}')
})
