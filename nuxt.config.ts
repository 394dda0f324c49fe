import { permissionsModule, permissionsModuleName } from './hasura/permissions/module.ts'

// Nuxt's own type of this option names only some of Nitro's settings.
const nitro: Record<string, object> = {
  compressPublicAssets: { gzip: true, brotli: true },
  experimental: { websocket: true },
  virtual: { [permissionsModuleName]: permissionsModule },
}

/**
 * What the dashboard needs to come alive is one chunk: the two files and all that they import. It
 * would be forty, each with a request of its own and compressed on its own: 8 % more bytes, and a
 * fifth more time. Other pages share this chunk; what is theirs alone stays apart.
 */
const firstView = {
  name: 'first-view',
  test: /[\\/]app[\\/](layouts[\\/]default|pages[\\/]index)\.vue$/,
  includeDependenciesRecursively: true,
}

export default defineNuxtConfig({
  modules: ['@nuxt/ui', '@pinia/nuxt', '@nuxt/eslint'],
  // Pages find components by file name.
  components: [{ path: '~/components', pathPrefix: false }],
  // Own modules are imported by name, so that the direction of imports can be read and checked.
  imports: { scan: false },
  devtools: { enabled: false },
  app: {
    head: {
      htmlAttrs: { lang: 'en' },
      titleTemplate: '%s · Goals',
      link: [{ rel: 'icon', type: 'image/svg+xml', href: '/icon.svg' }],
    },
  },
  css: ['~/assets/css/main.css'],
  // Styles of the components that are used, and no others.
  ui: { fonts: false, experimental: { componentDetection: true } },
  experimental: {
    nitroAutoImports: false,
    defaults: { nuxtLink: { prefetchOn: { visibility: false, interaction: true } } },
  },
  compatibilityDate: '2026-11-01',
  nitro,
  vite: {
    $client: {
      build: { rolldownOptions: { output: { codeSplitting: { groups: [firstView] } } } },
    },
  },
  // The unit tests of the app see its aliases.
  typescript: { tsConfig: { include: ['../tests/unit/app/**/*', '../tests/nuxt/**/*'] } },
  telemetry: false,
  hooks: {
    // The types of the app's requests lead through the routes to what the server imports.
    'prepare:types': ({ references }) => {
      references.push({ path: '../server/utils/access/permissions.d.ts' })
    },
    // What a page shows later is fetched when somebody is about to ask for it, not with the first
    // view.
    'build:manifest': (manifest) => {
      for (const file of Object.values(manifest)) file.prefetch = false
    },
  },
  eslint: { config: { stylistic: true } },
  icon: {
    provider: 'server',
    fallbackToApi: false,
    serverBundle: { collections: ['lucide'] },
    clientBundle: { scan: true, includeCustomCollections: true },
  },
})
