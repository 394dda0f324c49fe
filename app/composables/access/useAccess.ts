import { shallowRef } from 'vue'
import { useApi } from '../request/useApi'
import type { Role } from '~/stores/session'
import type { Problem } from '~/utils/problems'

/**
 * One clause of a permission, about "the caller", and whether it holds for the person that was
 * asked about.
 */
export interface Clause {
  words: string
  holds: boolean
}

/** A person's access to a row. No clauses: the role has no such permission at all. */
export type Access = Record<'select' | 'update' | 'delete', { allowed: boolean, clauses: Clause[] }>

/** The question: `id` is that of the row, `person` that of the user whose access is explained. */
export interface AccessQuestion {
  table: 'goals' | 'tasks'
  id: string
  person: string
  role: Role
}

/** The explanation's state. */
export type AccessState =
  | { kind: 'idle' }
  | { kind: 'loading' }
  | { kind: 'ready', access: Access }
  | { kind: 'failed', problem: Problem }

/** Explains why a person may see or change a row, or why not. */
export function useAccess() {
  const readApi = useApi()
  const state = shallowRef<AccessState>({ kind: 'idle' })
  let newest = 0

  async function explain(question: AccessQuestion): Promise<void> {
    const mine = ++newest
    state.value = { kind: 'loading' }
    const outcome = await readApi<{ rows: Access }>(
      `/api/access?${new URLSearchParams({ ...question })}`,
    )
    if (mine !== newest) return
    state.value =
      outcome.kind === 'done'
        ? { kind: 'ready', access: outcome.value.rows }
        : { kind: 'failed', problem: outcome.problem }
  }

  return { state, explain }
}
