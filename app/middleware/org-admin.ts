import { useSessionStore } from '~/stores/session'

/**
 * Keeps a page to people who may act as `org_admin`; the data behind it is guarded by that role's
 * permissions.
 */
export default defineNuxtRouteMiddleware(() => {
  if (!useSessionStore().isAdmin)
    return abortNavigation(createError({ statusCode: 403, statusMessage: 'For admins only' }))
})
