import { refDebounced } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import { isCut, useGoalOutline, type GoalSummary } from './useGoals'
import { useGoalSearch } from './useGoalSearch'
import { familyOf, type TreeFilter } from '~/utils/goal-tree'

/** A goal that can be chosen. */
export interface GoalOption {
  value: string
  label: string
  disabled?: boolean
}

/** The server is asked when nothing has been typed for so long, in milliseconds. */
export const typingPause = 200

/** Which goals a list offers. */
export interface GoalOptionsFilter {
  /** This goal and all below it are left out. */
  without?: string
  /** Offered although it is not active: what is chosen now. */
  chosen?: () => string | undefined
}

/**
 * One's active goals to choose from, the archived ones left out; a line that says why when they cannot
 * be read. Whoever has more than the page holds searches them on the server by `term`: then `searched`
 * is true, and the list is not to be filtered again.
 */
export function useGoalOptions(term: Ref<string>, { without, chosen }: GoalOptionsFilter = {}) {
  const outline = useGoalOutline()
  const loaded = computed(() =>
    outline.state.value.kind === 'ready' ? outline.state.value.data : undefined,
  )
  const settled = refDebounced(term, typingPause)
  const filter = (): TreeFilter => ({
    text: settled.value,
    horizons: [],
    statuses: ['active'],
  })
  const searched = computed(
    () => loaded.value !== undefined && isCut(loaded.value) && settled.value.trim() !== '',
  )
  const found = useGoalSearch(filter, () => searched.value)

  const asked = computed(() => (searched.value ? found : outline).state.value)
  const options = computed((): GoalOption[] => {
    if (asked.value.kind === 'failed')
      return [{ value: 'failed', label: asked.value.problem.message, disabled: true }]
    const known = loaded.value?.goals ?? []
    const family = without ? familyOf(known, without) : new Set<string>()
    const results = found.state.value.kind === 'ready' ? found.state.value.data.rows : []
    const isOffered = (goal: GoalSummary) =>
      (goal.status === 'active' && goal.archived_at === null) || goal.id === chosen?.()
    const offered = searched.value ? results : known.filter(isOffered)
    return offered
      .filter(goal => !family.has(goal.id))
      .map(goal => ({ value: goal.id, label: goal.title }))
  })
  const inbox = computed((): GoalOption | undefined => {
    const goal = loaded.value?.inbox
    return goal && { value: goal.id, label: goal.title }
  })
  const loading = computed(() => asked.value.kind === 'loading')
  return { options, inbox, loading, searched }
}
