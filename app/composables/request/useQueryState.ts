import type {
  AnyVariables,
  OperationResult,
  RequestPolicy,
  TypedDocumentNode,
} from '@urql/vue'
import {
  computed,
  onScopeDispose,
  onServerPrefetch,
  shallowRef,
  toValue,
  watch,
  type ComputedRef,
  type MaybeRefOrGetter,
} from 'vue'
import { useRereadCount } from './useWrite'
import { useSessionStore, type Role } from '~/stores/session'
import { problemOf, type Problem } from '~/utils/problems'

/**
 * What a page knows of something it asked for. `outdated`: the last answer is still shown though
 * asking again failed.
 */
export type QueryState<T> =
  | { kind: 'loading' }
  | {
    kind: 'ready'
    data: T
    freshness: 'fresh' | 'refreshing' | 'outdated'
  }
  | { kind: 'failed', problem: Problem }

/** A query's state, and the way to ask again. */
export interface QueryHandle<T> {
  state: ComputedRef<QueryState<T>>
  retry: () => void
}

/** A query, and how to read its answer. */
export interface QueryOptions<Result, Variables extends AnyVariables, T> {
  document: TypedDocumentNode<Result, Variables>
  variables: MaybeRefOrGetter<Variables>
  /** Turns the answer into what the page shows. */
  select: (result: Result) => T
  /** The role to ask in when it is not the pages' own. */
  role?: Role
  /**
   * Follows the data: what anyone changes is shown without asking, also figures and rows that
   * triggers change. For queries in the pages' own role. A function decides by the first answer.
   */
  live?: boolean | ((result: Result) => boolean)
  /** Asks nothing while this is false; the state is `loading` until then. */
  when?: () => boolean
  /** Called once on the server when the answer is there, to set the status of the page. */
  onServer?: (state: QueryState<T>) => void
}

/** An answer as far as there is one. */
interface Answer<Result> {
  result: OperationResult<Result> | undefined
  asking: boolean
}

/**
 * Asks once while the page is rendered, and from then on follows the cache, and the data when it is
 * `live`.
 */
export function useQueryState<Result, Variables extends AnyVariables, T>(
  options: QueryOptions<Result, Variables, T>,
): QueryHandle<T> {
  const nuxtApp = useNuxtApp()
  const event = useRequestEvent()
  const client = nuxtApp.$graphql(options.role ?? useSessionStore().pageRole)
  const answer = shallowRef<Answer<Result>>({ result: undefined, asking: true })
  const state = computed(() => stateOf(answer.value, options.select))
  let stop: (() => void) | undefined

  const ask = (requestPolicy: RequestPolicy) => {
    stop?.()
    if (options.when?.() === false) return
    answer.value = { ...answer.value, asking: true }
    const { unsubscribe } = client
      .query(options.document, toValue(options.variables), { requestPolicy, live: options.live })
      .subscribe((result) => {
        answer.value = { result: withLastData(result, answer.value.result), asking: false }
      })
    stop = unsubscribe
  }

  if (import.meta.server) {
    onServerPrefetch(async () => {
      if (options.when?.() === false) return
      answer.value = {
        result: await client.query(options.document, toValue(options.variables)).toPromise(),
        asking: false,
      }
      if (event && state.value.kind === 'failed') setResponseStatus(event, 503)
      // After an await Nuxt no longer knows whose page this is.
      await nuxtApp.runWithContext(() => options.onServer?.(state.value))
    })
  }
  else {
    ask(nuxtApp.isHydrating ? 'cache-first' : 'cache-and-network')
    watch(
      () => [toValue(options.variables), options.when?.()],
      () => ask('cache-and-network'),
    )
    watch(useRereadCount(), () => ask('network-only'))
    onScopeDispose(() => stop?.())
  }
  return { state, retry: () => ask('network-only') }
}

/** An answer that failed, with the data of the last one to the same question. */
function withLastData<Result>(
  result: OperationResult<Result>,
  last: OperationResult<Result> | undefined,
): OperationResult<Result> {
  const isKept = result.error && last?.operation.key === result.operation.key
  return isKept ? { ...result, data: result.data ?? last.data } : result
}

function stateOf<Result, T>(
  { result, asking }: Answer<Result>,
  select: (result: Result) => T,
): QueryState<T> {
  if (result?.data !== undefined && result.data !== null) {
    const freshness = result.error ? 'outdated' : result.stale || asking ? 'refreshing' : 'fresh'
    return { kind: 'ready', data: select(result.data), freshness }
  }
  return result?.error && !asking
    ? { kind: 'failed', problem: problemOf(result.error) }
    : { kind: 'loading' }
}
