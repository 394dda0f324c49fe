import { watch } from 'vue'
import {
  Client,
  fetchExchange,
  makeOperation,
  mapExchange,
  ssrExchange,
  type SSRData,
} from '@urql/vue'
import { authExchange } from '@urql/exchange-auth'
import { cacheExchange } from '@urql/exchange-graphcache'
import { useSessionStore, type Role } from '~/stores/session'
import type { AccessTokenSource } from '~/utils/access-token'
import { fetchWithTimeout } from '~/utils/fetch-with-timeout'
import { isDeactivated, isTokenRefused } from '~/utils/problems'
import { liveExchange, type OpenFeed } from './live/exchange'
import type { LiveFeed } from './live/feed'
import { cacheKeys } from './urql-cache/keys'
import { optimisticAnswers } from './urql-cache/optimistic'
import { cacheUpdates } from './urql-cache/updates'

/**
 * Makes one GraphQL client a role, when it is first asked for: what one role may see never enters
 * the cache of another.
 */
export default defineNuxtPlugin({
  name: 'urql',
  dependsOn: ['session'],
  setup(nuxtApp) {
    const session = useSessionStore()
    const answers = useState<Partial<Record<Role, SSRData>>>('graphql', () => ({}))
    const fetcher = import.meta.server
      ? (useRequestEvent()!.fetch as typeof fetch)
      : fetchWhile(() => session.state.kind === 'signed-in')
    const clients = new Map<Role, Client>()
    let feed: LiveFeed | undefined

    /** Pages ask for live data in one role, so there is one connection a page. */
    const openFeed = (role: Role): OpenFeed => async (push) => {
      await new Promise<void>(onNuxtReady)
      const { openLiveFeed } = await import('./live/open-feed')
      const isOwn = () => session.state.kind === 'signed-in'
      feed = openLiveFeed({ role, tokens: nuxtApp.$accessToken as AccessTokenSource, isOwn }, push)
      if (!isOwn()) feed.close()
      return feed
    }

    const graphql = (role: Role): Client => {
      const existing = clients.get(role)
      if (existing) return existing
      const ssr = ssrExchange({
        isClient: import.meta.client,
        initialState: import.meta.client ? answers.value[role] : undefined,
      })
      if (import.meta.server)
        nuxtApp.hook('app:rendered', () => {
          answers.value[role] = ssr.extractData()
        })
      const client = new Client({
        url: '/v1/graphql',
        fetch: fetcher,
        preferGetMethod: false,
        fetchOptions: { headers: { 'x-hasura-role': role } },
        exchanges: [
          liveExchange(
            cacheExchange({
              keys: cacheKeys,
              optimistic: optimisticAnswers,
              updates: cacheUpdates(session.user?.id ?? ''),
            }),
            import.meta.client && role === session.pageRole ? openFeed(role) : undefined,
          ),
          ssr,
          mapExchange({ onError: error => isDeactivated(error) && session.end('deactivated') }),
          bearerExchange(nuxtApp.$accessToken as AccessTokenSource),
          keepaliveExchange,
          fetchExchange,
        ],
      })
      clients.set(role, client)
      return client
    }
    if (import.meta.client) {
      watch(
        () => session.state.kind,
        () => {
          feed?.close()
          clients.clear()
          answers.value = {}
        },
        { flush: 'sync' },
      )
    }
    return { provide: { graphql } }
  },
})

/**
 * Sends nothing while the page is not its person's any more, and answers as the gateway does for an
 * ended session.
 */
function fetchWhile(isOwn: () => boolean): typeof fetch {
  const refusal = {
    errors: [{ message: 'The session has ended.', extensions: { code: 'invalid-jwt', path: '$' } }],
  }
  return async (input, init) =>
    isOwn() ? fetchWithTimeout(input, init) : Response.json(refusal, { status: 401 })
}

/**
 * Sends the access token as bearer, renews it before it expires and exactly once when it is
 * refused.
 */
function bearerExchange(tokens: AccessTokenSource) {
  return authExchange(async ({ appendHeaders }) => {
    await tokens.read().catch(() => undefined)
    return {
      addAuthToOperation: (operation) => {
        const token = tokens.current()
        return token
          ? appendHeaders(operation, { authorization: `Bearer ${token.value}` })
          : operation
      },
      willAuthError: () => isSpent(tokens),
      didAuthError: isTokenRefused,
      refreshAuth: async () => {
        await (isSpent(tokens) ? tokens.read() : tokens.refresh()).catch(() => undefined)
      },
    }
  })
}

function isSpent(tokens: AccessTokenSource): boolean {
  const token = tokens.current()
  return !token || token.expiresAt - 10_000 < Date.now()
}

/**
 * Browsers let requests of at most 64 KiB in all outlive their page (Fetch standard,
 * HTTP-network-or-cache fetch): four of this size at once.
 */
const maxKept = 16_000

/** A write that is on its way arrives also when its page is closed or reloaded meanwhile. */
const keepaliveExchange = mapExchange({
  onOperation: (operation) => {
    const { fetchOptions } = operation.context
    if (
      operation.kind !== 'mutation'
      || typeof fetchOptions === 'function'
      || JSON.stringify(operation.variables).length > maxKept
    )
      return operation
    return makeOperation(operation.kind, operation, {
      ...operation.context,
      fetchOptions: { ...fetchOptions, keepalive: true },
    })
  },
})
