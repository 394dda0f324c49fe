import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { projects as engineProjects } from './hasura/engine/vitest.config.ts'
import LongestFirst from './tests/runner/longest-first.ts'
import { permissionsModule, permissionsModuleName } from './hasura/permissions/module.ts'

/**
 * The suites that need a database; they share one cluster, and every file makes a database of its
 * own.
 */
const onPostgres = ['integration', 'isolation']
const globalSetup = fileURLToPath(
  new URL('hasura/engine/tests/support/global-setup.ts', import.meta.url),
)

export default defineConfig({
  resolve: { alias: { '~': fileURLToPath(new URL('app', import.meta.url)) } },
  plugins: [
    {
      name: 'goals:permissions',
      // Before Vite looks for it among the imports of package.json.
      enforce: 'pre',
      resolveId: id => (id === permissionsModuleName ? `\0${id}` : undefined),
      load: id => (id === `\0${permissionsModuleName}` ? permissionsModule() : undefined),
    },
  ],
  test: {
    allowOnly: false,
    // Tests wait for PostgreSQL and for each other: one more than there are cores keeps those busy.
    maxWorkers: Math.min(6, os.availableParallelism() + 1),
    sequence: { sequencer: LongestFirst },
    projects: [
      ...['unit', 'architecture', 'k8s'].map(suite =>
        project(suite, { testTimeout: 60_000 }),
      ),
      // A hook may have to build the application.
      ...onPostgres.map(suite =>
        project(suite, { globalSetup, testTimeout: 30_000, hookTimeout: 300_000 }),
      ),
      ...engineProjects,
    ],
  },
})

/** A suite is a folder of tests; its name is the project's name. The files of a worker share modules. */
function project(
  name: string,
  options: {
    globalSetup?: string
    testTimeout?: number
    hookTimeout?: number
  },
) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`tests/${name}/**/*.test.ts`],
      isolate: false,
      ...options,
    },
  }
}
