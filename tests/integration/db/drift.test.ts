import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { generateDrizzleJson, generateMigration, type DrizzleSnapshotJSON } from 'drizzle-kit/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as schema from '../../../db/schema/index.ts'
import { declaredDefinitions, programmedDefinitions } from '../../support/catalog.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const migrations = fileURLToPath(new URL('../../../db/migrations', import.meta.url))
const triggers = fileURLToPath(new URL('../../../db/triggers', import.meta.url))
const readJson = <T>(file: string) =>
  JSON.parse(readFileSync(`${migrations}/meta/${file}`, 'utf8')) as T
const journal = readJson<{
  entries: {
    idx: number
    tag: string
    when: number
  }[]
}>(
  '_journal.json',
).entries

let migrated: TestDatabase
let other: TestDatabase

beforeAll(async () => {
  migrated = await createTestDatabase()
  other = await createTestDatabase({ migrated: false })
})

afterAll(() => Promise.all([migrated.drop(), other.drop()]))

const current = () => generateDrizzleJson(schema, undefined, ['public', 'private'])

describe('the migrations', () => {
  test('are complete: `npm run db:generate` would make no new one', async () => {
    const newest = readJson<DrizzleSnapshotJSON>(`${journal.at(-1)!.tag.slice(0, 4)}_snapshot.json`)
    expect(await generateMigration(newest, current())).toEqual([])
  })

  test('are the files of the folder, each later than the one before, or Drizzle would pass over it', () => {
    expect(journal.map(({ tag }) => `${tag}.sql`)).toEqual(
      readdirSync(migrations)
        .filter(file => file.endsWith('.sql'))
        .sort(),
    )
    expect(journal.map(({ when }) => when)).toEqual(
      journal.map(({ when }) => when).toSorted((a, b) => a - b),
    )
    expect(new Set(journal.map(({ when }) => when)).size).toBe(journal.length)
  })

  test('make the database that the schema declares', async () => {
    for (const statement of await generateMigration(generateDrizzleJson({}), current()))
      await other.pool.query(statement)
    expect(await declaredDefinitions(migrated.pool)).toEqual(await declaredDefinitions(other.pool))
  })
})

describe('the trigger files', () => {
  test('are what the database has; after a change, `npm run db:generate -- --custom` and copy the file into the migration', async () => {
    const before = await programmedDefinitions(migrated.pool)
    const { rows } = await migrated.pool.query<{ signature: string }>(
      'select oid::regprocedure::text as signature from pg_proc where pronamespace = \'public\'::regnamespace',
    )
    for (const { signature } of rows)
      await migrated.pool.query(`drop function if exists ${signature} cascade`)
    for (const file of readdirSync(triggers))
      await migrated.pool.query(readFileSync(`${triggers}/${file}`, 'utf8'))
    expect(await programmedDefinitions(migrated.pool)).toEqual(before)
    expect(before.triggers!.length).toBeGreaterThan(10)
  })
})
