import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEngine, type StartedEngine } from '../../../hasura/engine/tests/support/engine.ts'
import { metadata, reloadOnChange } from '../../../dev/stack/engine.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'goals-metadata-'))
const file = path.join(folder, 'databases/default/tables/public_goals.yaml')
const said: string[] = []
let database: TestDatabase
let engine: StartedEngine
let watcher: { stop: () => void }

beforeAll(async () => {
  cpSync(metadata, folder, { recursive: true })
  database = await createTestDatabase()
  engine = await startEngine({ databaseUrl: database.url, metadata: folder, changeTriggers: false })
  watcher = reloadOnChange(engine.engine, folder, line => said.push(line))
})

afterAll(async () => {
  watcher.stop()
  await engine.stop()
  await database.drop()
  rmSync(folder, { recursive: true })
})

/** What a member is told who asks for the progress of goals. */
async function answer(): Promise<string> {
  const session = { 'user-id': '00000000-0000-4000-8000-000000000000' }
  return JSON.stringify(await engine.ask('member', '{ goals { progress } }', { session }))
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
