import { watch } from 'vue'
import { useSessionStore } from '~/stores/session'
import { openSessionChannel, type SessionChannel, type SessionNews } from '~/utils/session-channel'
import { checkSession, otherPerson } from '~/utils/session-api'
import { waitForSessionEvent } from '~/utils/session-events'

/** Milliseconds until a server that could not tell of a session's end is asked again. */
const retryDelay = 5000

type Store = ReturnType<typeof useSessionStore>

/**
 * Notices at once when the page's session is over: other tabs say so, the server says so, and
 * whenever the page comes back into view it asks. The server has the last word with every request
 * all the same.
 */
export default defineNuxtPlugin({
  name: 'session-watch',
  dependsOn: ['session'],
  setup() {
    const store = useSessionStore()
    if (store.state.kind !== 'signed-in') return { provide: { checkSession: async () => {} } }
    const { id: person, name } = store.state.user
    const channel = openSessionChannel(news => hear(store, person, news))
    channel.tell({ kind: 'page', person, name })
    const check = (reason?: 'deactivated') => checkNow(store, person, channel, reason)
    const look = () => void (document.visibilityState === 'visible' && check())
    document.addEventListener('visibilitychange', look)
    window.addEventListener('pageshow', ({ persisted }) => persisted && look())

    const over = new AbortController()
    watch(
      () => store.state.kind,
      () => over.abort(),
    )
    if ('locks' in navigator) void follow(store, person, check, over.signal)
    return { provide: { checkSession: () => check() } }
  },
})

function hear(store: Store, person: string, news: SessionNews): void {
  switch (news.kind) {
    case 'page':
      return news.person === person ? undefined : store.replace(otherPerson(news.name))
    case 'signed-out':
      return news.person === person ? store.end('signed-out') : undefined
    case 'ended':
      return news.person === person ? store.end(news.reason) : undefined
  }
}

/**
 * Asks the server whether the session is still the page's, and tells the other tabs when it is
 * over.
 */
async function checkNow(
  store: Store,
  person: string,
  channel: SessionChannel,
  reason?: 'deactivated',
): Promise<void> {
  if (store.state.kind !== 'signed-in') return
  const answer = await checkSession(person).catch(() => undefined)
  if (answer?.kind === 'replaced') store.replace(answer.message)
  if (answer?.kind !== 'ended') return
  store.end(reason ?? 'ended')
  channel.tell({ kind: 'ended', person, reason: reason ?? 'ended' })
}

/**
 * Also the end of a session may be no end of the page: the person may have signed in again in its
 * place.
 */
async function follow(
  store: Store,
  person: string,
  check: (reason?: 'deactivated') => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (store.state.kind === 'signed-in') {
    const event = await waitForSessionEvent(person, signal).catch(() => 'unavailable' as const)
    await check(event === 'deactivated' ? event : undefined)
    if (event === 'unavailable') await new Promise(resolve => setTimeout(resolve, retryDelay))
  }
}
