import { useSessionStore } from '~/stores/session'
import { readApi } from '~/utils/api'
import type { Outcome } from '~/utils/problems'

/**
 * Asks addresses of /api for JSON, as the person whom the page was rendered for. A refused session
 * is looked at at once.
 */
export function useApi() {
  const session = useSessionStore()
  const { $checkSession } = useNuxtApp()

  return async <T>(address: string, options: RequestInit = {}): Promise<Outcome<T>> => {
    const outcome = await readApi<T>(address, session.user?.id, options)
    if (outcome.kind === 'refused' && outcome.problem.kind === 'signed-out')
      await ($checkSession as (() => Promise<void>) | undefined)?.()
    return outcome
  }
}
