import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { readCatalog } from '../../catalog/read.ts'
import type { NameKey } from '../../catalog/types.ts'
import { catalogFile, schemaSql, type CatalogFile } from './library/library.ts'

test('the recorded catalog is what PostgreSQL reports for schema.sql', async () => {
  const { pool, drop } = await createTestDatabase()
  try {
    await pool.query(schemaSql)
    const { tables, functions } = await readCatalog(pool)
    const inPublic = <Value>(entries: ReadonlyMap<NameKey, Value>) =>
      [...entries].filter(([key]) => key.startsWith('["public"'))
    const recorded: CatalogFile = {
      // One version for every machine: the SQL of the cases depends on it.
      serverVersion: 180_000,
      tables: inPublic(tables),
      functions: inPublic(functions),
    }
    const text = `${JSON.stringify(recorded, undefined, 2)}\n`
    if (process.env.UPDATE_CASES) writeFileSync(catalogFile, text)
    expect(readFileSync(catalogFile, 'utf8')).toBe(text)
  }
  finally {
    await drop()
  }
})
