import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

const notOurs = new Set([
  'node_modules',
  '.git',
  '.nuxt',
  '.output',
  '.data',
  'coverage',
  'dist',
  'test-results',
  'playwright-report',
])
const generated =
  /^(app\/graphql\/generated|server\/utils\/gateway\/request\/generated|db\/migrations)\/|^package-lock\.json$/

/**
 * Every file of the project that a person wrote, as paths from the root with forward slashes, in
 * order.
 */
export function writtenFiles(): string[] {
  return walk('')
    .filter(file => !generated.test(file))
    .sort()
}

function walk(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder ? `${folder}/${entry.name}` : entry.name
    if (notOurs.has(entry.name)) return []
    return entry.isDirectory() ? walk(name) : [name]
  })
}
