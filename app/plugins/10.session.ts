import { watch } from 'vue'
import { useSessionStore, type SessionUser } from '~/stores/session'
import { useDraftsStore } from '~/stores/drafts'
import { accessTokenSource, type AccessToken } from '~/utils/access-token'
import { requestToken } from '~/utils/session-api'

/**
 * What the server knows of the caller while it renders a page. The token stays on the server: it is
 * never put into the payload.
 */
interface RenderSession {
  user: SessionUser
  accessToken: string
  expiresAt: string | number | Date
}

/**
 * Fills the session store, and hands out access tokens: the request's own while rendering, in the
 * browser a fresh one by `/api/session/token`, and only as long as the page belongs to the person
 * it was rendered for.
 */
export default defineNuxtPlugin({
  name: 'session',
  setup() {
    const store = useSessionStore()
    if (import.meta.server) {
      const session = useRequestEvent()?.context.session as RenderSession | undefined
      if (session) store.signIn(session.user)
      const token = session && {
        value: session.accessToken,
        expiresAt: new Date(session.expiresAt).getTime(),
      }
      return { provide: { accessToken: accessTokenSource(async () => token) } }
    }
    const drafts = useDraftsStore()
    if (store.user) drafts.open(store.user.id)
    watch(
      () => store.state,
      (state) => {
        if (state.kind === 'over' && state.reason === 'signed-out') drafts.close()
      },
      { flush: 'sync' },
    )
    const accessToken = accessTokenSource(force => readToken(store, force))
    watch(
      () => store.state.kind,
      kind => kind !== 'signed-in' && accessToken.close(),
      { flush: 'sync' },
    )
    return { provide: { accessToken } }
  },
})

async function readToken(
  store: ReturnType<typeof useSessionStore>,
  force: boolean,
): Promise<AccessToken | undefined> {
  if (store.state.kind !== 'signed-in') return undefined
  const answer = await requestToken(store.state.user.id, force)
  switch (answer.kind) {
    case 'same':
      return answer.value
    case 'ended':
      return void store.end('ended')
    case 'replaced':
      return void store.replace(answer.message)
  }
}
