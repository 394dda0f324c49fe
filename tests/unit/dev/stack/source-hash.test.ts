import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sourceHash } from '../../../../dev/stack/source-hash.ts'

const root = mkdtempSync(path.join(os.tmpdir(), 'goals-sources-'))
function write(file: string, text: string) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}
beforeAll(() => {
  for (const file of [
    'app/pages/index.vue',
    'server/routes/healthz.get.ts',
    'dev/guard.ts',
    'db/schema/users.ts',
    'nuxt.config.ts',
  ])
    write(file, file)
})
afterAll(() => rmSync(root, { recursive: true }))

test('content counts, times do not', () => {
  const before = sourceHash(root)
  utimesSync(path.join(root, 'app/pages/index.vue'), 1, 1)
  expect(sourceHash(root)).toBe(before)
  write('app/pages/index.vue', 'changed')
  expect(sourceHash(root)).not.toBe(before)
})

test.each(['dev/guard.ts', 'tests/x.test.ts', 'README.md', '.data/secrets.json'])(
  '%s is not in the application',
  (file) => {
    const before = sourceHash(root)
    write(file, 'changed')
    expect(sourceHash(root)).toBe(before)
  },
)

test.each(['db/schema/users.ts', 'nuxt.config.ts', 'app/new.vue', 'hasura/metadata/version.yaml'])(
  '%s is',
  (file) => {
    const before = sourceHash(root)
    write(file, 'changed')
    expect(sourceHash(root)).not.toBe(before)
  },
)
