import { useSessionStore } from '~/stores/session'

/** Keeps a page to people who may write. */
export default defineNuxtRouteMiddleware(() => {
  if (!useSessionStore().canWrite)
    return abortNavigation(createError({ statusCode: 403, statusMessage: 'For members only' }))
})
