import { useGoalActions, type GoalChanges } from './useGoalActions'
import { useSavedField, type SavedField } from './useSavedField'
import type { GoalDetail } from '~/graphql/viewer/goals'
import { dayError, textError, titleError } from '~/utils/goal-input'

/** The fields of a goal that can be changed where they stand. */
export type GoalField =
  | 'title'
  | 'description'
  | 'success_criteria'
  | 'target_date'
  | 'horizon'
  | 'status'
  | 'manual_progress'
  | 'parent_id'

const checks: Partial<Record<GoalField, (text: string) => string | undefined>> = {
  title: titleError,
  description: textError,
  success_criteria: textError,
  target_date: dayError,
}

/**
 * One field of a goal, as text: empty for a day or a parent that is not set.
 *
 * @param onSaved is told the goal as it was before the change, and the new text
 */
export function useGoalField(
  goal: () => GoalDetail,
  field: GoalField,
  onSaved?: (before: GoalDetail, text: string) => void,
): SavedField {
  const { updateUnchanged } = useGoalActions()
  return useSavedField({
    form: `goal:${goal().id}:${field}`,
    saved: () => String(goal()[field] ?? ''),
    check: checks[field],
    save: async (text, base) => {
      const before = goal()
      const outcome = await updateUnchanged(before, column(field, text), column(field, base))
      if (outcome.kind === 'done') onSaved?.(before, text)
      return outcome
    },
  })
}

function column(field: GoalField, text: string): GoalChanges {
  switch (field) {
    case 'title':
      return { title: text.trim() }
    case 'manual_progress':
      return { manual_progress: Number(text) }
    case 'target_date':
    case 'parent_id':
      return { [field]: text || null }
    default:
      return { [field]: text }
  }
}
