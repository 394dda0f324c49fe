import { fileURLToPath } from 'node:url'
import { defineVitestConfig } from '@nuxt/test-utils/config'

/**
 * Components in a running Nuxt app without a server. Apart from the other suites, because it loads
 * Nuxt first.
 */
export default defineVitestConfig({
  test: {
    name: 'nuxt',
    environment: 'nuxt',
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['tests/nuxt/**/*.test.ts'],
    allowOnly: false,
    hookTimeout: 60_000,
    testTimeout: 60_000,
    environmentOptions: { nuxt: { rootDir: fileURLToPath(new URL('../..', import.meta.url)) } },
  },
})
