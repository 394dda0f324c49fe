import { useSessionStore, type SessionUser } from '~/stores/session'
import { useDraftsStore } from '~/stores/drafts'
import { accessTokenSource, type AccessToken } from '~/utils/access-token'

/** What the server knows of the caller while it renders a page. The token stays on the server: it is never put into the payload. */
interface RenderSession { user: SessionUser, accessToken: string, expiresAt: string | number | Date }

/** Fills the session store, and hands out access tokens: the request's own while rendering, a fresh one by `/api/session/token` in the browser. */
export default defineNuxtPlugin({
  name: 'session',
  setup() {
    const store = useSessionStore()
    if (import.meta.server) {
      const session = useRequestEvent()?.context.session as RenderSession | undefined
      if (session) store.signIn(session.user)
      const token = session && { value: session.accessToken, expiresAt: new Date(session.expiresAt).getTime() }
      return { provide: { accessToken: accessTokenSource(async () => token) } }
    }
    if (store.user) useDraftsStore().open(store.user.id)
    return { provide: { accessToken: accessTokenSource(force => requestToken(force, () => store.end())) } }
  },
})

async function requestToken(force: boolean, onEnded: () => void): Promise<AccessToken | undefined> {
  const response = await fetch(`/api/session/token${force ? '?force=1' : ''}`, { method: 'POST', headers: { 'x-requested-with': 'goals' } })
  if (response.status === 401) {
    onEnded()
    return undefined
  }
  if (!response.ok) throw new Error(`The session could not be renewed (${response.status}).`)
  const { accessToken, expiresAt } = await response.json() as { accessToken: string, expiresAt: string }
  return { value: accessToken, expiresAt: Date.parse(expiresAt) }
}
