import { computed, ref } from 'vue'
import type { GoalOption } from './useGoalOptions'
import { useQueryState } from '../request/useQueryState'
import { goalTitleQuery } from '~/graphql/viewer/goals'

/**
 * The title of the goal above, also of one that is chosen and not saved: it is remembered from the
 * choice, and asked for when the page has been reloaded since.
 *
 * @param id the chosen goal; empty for none
 * @param saved the goal above as it is saved
 */
export function useParentTitle(
  id: () => string,
  saved: () => { id: string, title: string } | null | undefined,
) {
  const chosen = ref<GoalOption>()
  const known = computed(() => {
    if (id() === saved()?.id) return saved()?.title
    return id() === chosen.value?.value ? chosen.value.label : undefined
  })
  const { state } = useQueryState({
    document: goalTitleQuery,
    variables: () => ({ id: id() }),
    select: ({ goals_by_pk: goal }) => goal?.title,
    when: () => id() !== '' && known.value === undefined,
  })
  const title = computed(() => {
    if (id() === '') return ''
    const asked = state.value.kind === 'ready' ? state.value.data : undefined
    return known.value ?? asked ?? 'Another goal'
  })
  const remember = (option: GoalOption) => {
    chosen.value = option
  }
  return { title, remember }
}
