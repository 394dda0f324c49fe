import { onMounted, shallowRef } from 'vue'
import { useApi } from '../request/useApi'
import type { IsolationReport } from '~/utils/isolation-report'
import type { Problem } from '~/utils/problems'

/** The report's state. `none`: no proof was run yet; `message` says how to run one. */
export type ReportState =
  | { kind: 'loading' }
  | { kind: 'none', message: string }
  | { kind: 'ready', report: IsolationReport }
  | { kind: 'failed', problem: Problem }

/**
 * The last proof of isolation. It is read in the browser only: it is long, and no part of it is of
 * the person's own data.
 */
export function useIsolationReport() {
  const readApi = useApi()
  const state = shallowRef<ReportState>({ kind: 'loading' })

  async function load(): Promise<void> {
    state.value = { kind: 'loading' }
    const outcome = await readApi<IsolationReport>('/api/admin/isolation')
    if (outcome.kind === 'done') state.value = { kind: 'ready', report: outcome.value }
    else
      state.value =
        outcome.problem.kind === 'missing'
          ? { kind: 'none', message: outcome.problem.message }
          : { kind: 'failed', problem: outcome.problem }
  }

  onMounted(load)
  return { state, load }
}
