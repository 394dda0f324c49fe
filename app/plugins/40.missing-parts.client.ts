import { useMissingPart } from '~/composables/goal/useMissingPart'

/**
 * Notices that a part of the page could not be loaded (Vite's `vite:preloadError`, which Nuxt
 * passes on), so that a button whose dialog is gone says why. Nuxt itself reloads when it is the
 * next page that could not be loaded.
 */
export default defineNuxtPlugin({
  name: 'missing-parts',
  setup(nuxtApp) {
    const missing = useMissingPart()
    nuxtApp.hook('app:chunkError', () => {
      missing.value = navigator.onLine ? 'updated' : 'offline'
    })
  },
})
