import type { TypedDocumentNode } from '@urql/vue'
import type { SeenRow } from './useUpdateUnchanged'
import { useRereadCount, useWrite, type Outcome } from './useWrite'
import { useSessionStore } from '~/stores/session'
import { trashed } from '~/utils/problems'
import { isSameValue } from '~/utils/same-value'

/** How rows of one table are made under a key of the client, and found by it. */
export interface CreateOnce<New extends object, Created, Found> {
  /** The table in the words of people. */
  noun: string
  document: TypedDocumentNode<Created, { object: New }>
  /** The new row; nothing when there was one under this key. */
  created: (result: Created) => SeenRow | null | undefined
  query: TypedDocumentNode<Found, { key: string, me: string }>
  found: (result: Found) => SeenRow[]
  /** The row in the trash, where the table has one. */
  trashed?: (result: Found) => unknown[]
  /** Changes a row that an earlier attempt has made to what is wanted now. */
  update: (row: SeenRow, set: Partial<New>, base: Partial<New>) => Promise<Outcome<SeenRow>>
}

/**
 * Columns that say where a row stands in its list; a second attempt leaves it where the first has
 * put it.
 */
const placing = ['position', 'client_key']

/**
 * Makes rows so that trying again makes no second one: every attempt carries the same client key,
 * which is unique for the person. When an earlier attempt was saved although its answer was lost,
 * its row is found, and takes what has been changed in the form since. One that has been moved to
 * the trash meanwhile is a refusal: what is in the form would be in no list.
 */
export function useCreateOnce<New extends object, Created, Found>(
  table: CreateOnce<New, Created, Found>,
) {
  const write = useWrite()
  const session = useSessionStore()
  const rereads = useRereadCount()
  const { $graphql } = useNuxtApp()

  async function findEarlier(key: string): Promise<SeenRow | 'trashed' | undefined> {
    const variables = { key, me: session.user?.id ?? '' }
    const { data } = await $graphql('member')
      .query(table.query, variables, { requestPolicy: 'network-only' })
      .toPromise()
    return data && (table.found(data)[0] ?? (table.trashed?.(data).length ? 'trashed' : undefined))
  }

  return async function create(row: New, clientKey: string): Promise<Outcome<SeenRow | undefined>> {
    const outcome = await write({
      document: table.document,
      variables: { object: { ...row, client_key: clientKey } },
      read: result => table.created(result) ?? undefined,
    })
    const isAnswered =
      outcome.kind === 'done'
      || outcome.problem.kind === 'invalid'
      || outcome.problem.kind === 'failed'
    if (!isAnswered || (outcome.kind === 'done' && outcome.value)) return outcome
    const earlier = await findEarlier(clientKey)
    if (!earlier) return outcome
    if (earlier === 'trashed') return { kind: 'refused', problem: trashed(table.noun) }
    rereads.value++
    const known = earlier as SeenRow & Partial<New>
    const differing = (Object.keys(row) as (keyof New & string)[]).filter(
      name => !placing.includes(name) && name in known && !isSameValue(known[name], row[name]),
    )
    if (differing.length === 0) return { kind: 'done', value: earlier }
    const pick = (from: Partial<New>) =>
      Object.fromEntries(differing.map(name => [name, from[name]])) as Partial<New>
    return table.update(earlier, pick(row), pick(known))
  }
}
