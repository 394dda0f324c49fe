import { useSessionStore } from '~/stores/session'

export type { Role } from '~/stores/session'

/**
 * Who is signed in and what they may do, for components: they see stores only through composables.
 */
export const useSession = () => useSessionStore()
