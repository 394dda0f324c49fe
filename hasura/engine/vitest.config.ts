import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (place: string) => fileURLToPath(new URL(place, import.meta.url))
const globalSetup = here('tests/support/global-setup.ts')
const root = here('.')

/**
 * The engine's suites; all but the first need PostgreSQL, and every file makes its own database. The
 * engine keeps nothing between two instances, so the files of a worker share its modules.
 */
export const projects = [
  suite('engine', ['unit', 'cases'], { globalSetup, testTimeout: 60_000 }),
  suite('conformance', ['conformance'], { globalSetup, testTimeout: 30_000, hookTimeout: 60_000 }),
  suite('package', ['package'], { globalSetup, testTimeout: 60_000, hookTimeout: 120_000 }),
  suite('hasura', ['hasura'], { globalSetup, testTimeout: 30_000 }),
  suite('property', ['property'], { globalSetup, testTimeout: 30_000, hookTimeout: 60_000 }),
]

export default defineConfig({ test: { allowOnly: false, projects } })

function suite(
  name: string,
  folders: readonly string[],
  options: {
    globalSetup: string
    testTimeout: number
    hookTimeout?: number
  },
) {
  const include = folders.map(folder => `tests/${folder}/**/*.test.ts`)
  return { root, test: { name, include, isolate: false, ...options } }
}
