import { onMounted, ref, shallowRef } from 'vue'
import { useApi } from '../request/useApi'
import type { Problem } from '~/utils/problems'
import type { ExplainedStatement } from '~/utils/explained-sql'

/** The question: one operation of a document, as one of the person's roles. */
export interface ExplainRequest {
  query: string
  variables: Record<string, unknown>
  operationName: string | undefined
  role: string
}

/** The SQL's state. */
export type ExplainState =
  | { kind: 'idle' }
  | { kind: 'loading' }
  | { kind: 'ready', statements: ExplainedStatement[] }
  | { kind: 'failed', problem: Problem }

/**
 * Shows what a query becomes. `available`: administrators, where the server may ask Hasura;
 * everybody on a developer's server.
 */
export function useExplain() {
  const readApi = useApi()
  const available = ref(false)
  const state = shallowRef<ExplainState>({ kind: 'idle' })

  async function explain(request: ExplainRequest): Promise<void> {
    state.value = { kind: 'loading' }
    const outcome = await readApi<ExplainedStatement[]>('/api/explain', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'goals' },
      body: JSON.stringify(request),
    })
    state.value =
      outcome.kind === 'done'
        ? { kind: 'ready', statements: outcome.value }
        : { kind: 'failed', problem: outcome.problem }
  }

  onMounted(async () => {
    const outcome = await readApi<{ available: boolean }>('/api/explain')
    available.value = outcome.kind === 'done' && outcome.value.available
  })

  return { available, state, explain }
}
