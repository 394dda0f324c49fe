import type { TypedDocumentNode } from '@urql/vue'
import { useWrite, type Outcome } from './useWrite'
import { conflict, missing, problemOf } from '~/utils/problems'
import { isSameValue } from '~/utils/same-value'

type Row = Record<string, unknown>

/** A row as the page shows it. */
export interface SeenRow {
  id: string
  updated_at: string
}

/** How rows of one table are changed on condition, and read again. */
export interface UnchangedUpdate<Changes extends object, Updated, Read> {
  /** The table in the words of people. */
  noun: string
  document: TypedDocumentNode<Updated, {
    id: string
    seen: string
    set: Changes
  }>
  returned: (result: Updated) => SeenRow | undefined
  query: TypedDocumentNode<Read, { id: string }>
  found: (result: Read) => SeenRow | null | undefined
}

/** How often a row that is changed in other fields at the same time is tried again. */
const maxAttempts = 10

/**
 * Changes fields of a row only if nobody has changed the same fields since they were read. The
 * condition is on `updated_at`, in the update itself. A row that was changed in other fields is
 * read again and tried again, so that a tick made beside an edit is no conflict; one that already
 * has the new values counts as done, so that trying again after a lost answer is none either. Ticks
 * and other toggles do not go this way: they say what shall be, whatever was before.
 *
 * @returns a problem of kind `conflict` when a field was changed elsewhere; the cache then holds
 *   the other text
 */
export function useUpdateUnchanged<Changes extends object, Updated, Read>(
  table: UnchangedUpdate<Changes, Updated, Read>,
) {
  const write = useWrite()
  const { $graphql } = useNuxtApp()

  async function readAgain(id: string): Promise<Outcome<Row & SeenRow>> {
    const { data, error } = await $graphql('member')
      .query(table.query, { id }, { requestPolicy: 'network-only' })
      .toPromise()
    if (error) return { kind: 'refused', problem: problemOf(error) }
    const row = data && table.found(data)
    return row
      ? { kind: 'done', value: row as Row & SeenRow }
      : { kind: 'refused', problem: missing(table.noun) }
  }

  return async function update(
    seen: SeenRow,
    set: Changes,
    base: Partial<Changes>,
  ): Promise<Outcome<SeenRow>> {
    let row = seen
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const outcome = await write({
        document: table.document,
        variables: { id: row.id, seen: row.updated_at, set },
        read: table.returned,
      })
      if (outcome.kind === 'refused') return outcome
      if (outcome.value) return { kind: 'done', value: outcome.value }
      const current = await readAgain(row.id)
      if (current.kind === 'refused') return current
      const differing = Object.entries(set).filter(
        ([field, value]) => !isSameValue(current.value[field], value),
      )
      if (differing.length === 0) return current
      const isTaken = differing.some(
        ([field]) => field in base && !isSameValue(current.value[field], (base as Row)[field]),
      )
      if (isTaken) return { kind: 'refused', problem: conflict() }
      row = current.value
    }
    return {
      kind: 'refused',
      problem: {
        kind: 'failed',
        message: `This ${table.noun} is being changed elsewhere all the time. Try again in a moment.`,
      },
    }
  }
}
