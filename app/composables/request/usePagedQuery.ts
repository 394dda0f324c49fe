import type { AnyVariables } from '@urql/vue'
import {
  computed,
  effectScope,
  ref,
  shallowRef,
  watch,
  type ComputedRef,
  type EffectScope,
  type Ref,
} from 'vue'
import { useQueryState, type QueryHandle, type QueryOptions, type QueryState } from './useQueryState'
import type { Rest } from '~/utils/rest'

/** Which part of a list a document asks for. */
export type Part = { limit: number, offset: number }

/** The pages of a list that have been read. `first` is the answer that the first of them is from. */
export interface PagedList<Result, Row> {
  rows: Row[]
  first: Result
  rest: Rest
}

/** A list to be read in pages. Its document takes `$limit` and `$offset`, and orders totally. */
export interface PagedQueryOptions<Result, Variables extends AnyVariables, Row>
  extends Pick<QueryOptions<Result, Variables, unknown>, 'document' | 'role' | 'live' | 'when'> {
  variables: () => Omit<Variables, keyof Part>
  /** At most `maxListRows`: no answer has more rows, and a page of fewer is taken for the last. */
  pageSize: number
  rowsOf: (result: Result) => Row[]
  keyOf: (row: Row) => string
  /** Whether all pages are read anew with the next one. By default those that are not live. */
  rereads?: boolean
  /** How many pages are read; several readers of one list may share it. */
  pageCount?: Ref<number>
}

interface Page<Result, Row> {
  handle: QueryHandle<{ result: Result, rows: Row[] }>
  scope: EffectScope
}

/** A paged query's state; `more` reads the next page, or the one that failed once again. */
export interface PagedQueryHandle<Result, Row> {
  state: ComputedRef<QueryState<PagedList<Result, Row>>>
  more: () => void
  retry: () => void
}

/**
 * Reads a list page by page, each by a query of its own, since a select permission limits every
 * answer. Other variables begin again with the first page; a page that is rendered on the server
 * holds that alone.
 *
 * Rows move between pages when others come or go. A row that stands in two pages is given once; so
 * that none falls between two, live pages follow their data, and others are read anew together with
 * the next one.
 */
export function usePagedQuery<Result, Variables extends AnyVariables & Part, Row>(
  options: PagedQueryOptions<Result, Variables, Row>,
): PagedQueryHandle<Result, Row> {
  const nuxtApp = useNuxtApp()
  const { pageSize, pageCount = ref(1) } = options
  const allPages = effectScope()
  const pages = shallowRef<Page<Result, Row>[]>([])

  function open(index: number): Page<Result, Row> {
    const scope = effectScope()
    const handle = scope.run(() =>
      useQueryState({
        ...options,
        variables: () =>
          ({
            ...options.variables(),
            limit: pageSize,
            offset: index * pageSize,
          }) as unknown as Variables,
        select: result => ({ result, rows: options.rowsOf(result) }),
      }),
    )!
    return { handle, scope }
  }

  function follow(count: number): void {
    for (const { scope } of pages.value.slice(count)) scope.stop()
    const kept = pages.value.slice(0, count)
    const opened = Array.from({ length: count - kept.length }, (_, index) =>
      allPages.run(() => open(kept.length + index))!,
    )
    pages.value = [...kept, ...opened]
  }

  follow(pageCount.value)
  watch(pageCount, count => void nuxtApp.runWithContext(() => follow(count)), { flush: 'sync' })
  watch(options.variables, () => {
    pageCount.value = 1
  }, { flush: 'sync' })

  const state = computed(() => combine(pages.value.map(page => page.handle.state.value), options))
  const retry = () => {
    for (const { handle } of pages.value) handle.retry()
  }
  const more = () => {
    const last = pages.value.at(-1)?.handle
    if (last?.state.value.kind === 'failed') return last.retry()
    if (options.rereads ?? !options.live) retry()
    pageCount.value += 1
  }
  return { state, more, retry }
}

type PageState<Result, Row> = QueryState<{ result: Result, rows: Row[] }>

function combine<Result, Row>(
  pages: PageState<Result, Row>[],
  { pageSize, keyOf }: Pick<PagedQueryOptions<Result, AnyVariables, Row>, 'pageSize' | 'keyOf'>,
): QueryState<PagedList<Result, Row>> {
  const [first] = pages
  if (first?.kind !== 'ready') return first ?? { kind: 'loading' }
  const rows = new Map<string, Row>()
  for (const page of pages) {
    if (page.kind !== 'ready') continue
    for (const row of page.data.rows) if (!rows.has(keyOf(row))) rows.set(keyOf(row), row)
  }
  return {
    ...first,
    data: { rows: [...rows.values()], first: first.data.result, rest: restOf(pages, pageSize) },
  }
}

function restOf(pages: PageState<unknown, unknown>[], pageSize: number): Rest {
  if (pages.some(page => page.kind === 'loading')) return { kind: 'loading' }
  const failed = pages.find(page => page.kind === 'failed')
  if (failed) return failed
  const last = pages.at(-1)
  return last?.kind === 'ready' && last.data.rows.length >= pageSize
    ? { kind: 'more' }
    : { kind: 'none' }
}
