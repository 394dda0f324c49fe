import { ranges } from '#shared/limits.ts'
import { useGoalActions, type GoalChanges } from './useGoalActions'
import { useSavedField, type SavedField } from '../form/useSavedField'
import type { GoalDetail } from '~/graphql/viewer/goals'
import { dayError, textError, titleError } from '~/utils/goal-input'
import { numberOf, requiredNumberError } from '~/utils/number-input'
import type { Problem } from '~/utils/problems'

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
  | 'category_id'
  | 'weight'

const checks: Partial<Record<GoalField, (text: string) => string | undefined>> = {
  title: titleError,
  description: textError,
  success_criteria: textError,
  target_date: dayError,
  weight: text => requiredNumberError(text, { range: ranges.weight, decimals: 0 }),
}

/** What else happens when a field is saved. */
export interface GoalFieldOptions {
  /** Gives what is in the way of saving a text, if anything is. */
  before?: (text: string) => Promise<Problem | undefined>
  /** Is told the goal as it was before the change, and the new text. */
  onSaved?: (before: GoalDetail, text: string) => void
}

/** One field of a goal, as text: empty for a day, a parent or a category that is not set. */
export function useGoalField(
  goal: () => GoalDetail,
  field: GoalField,
  options: GoalFieldOptions = {},
): SavedField {
  const { updateUnchanged } = useGoalActions()
  return useSavedField({
    form: `goal:${goal().id}:${field}`,
    saved: () => String(goal()[field] ?? ''),
    check: checks[field],
    save: async (text, base) => {
      const problem = await options.before?.(text)
      if (problem) return { kind: 'refused', problem }
      const before = goal()
      const outcome = await updateUnchanged(before, column(field, text), column(field, base))
      if (outcome.kind === 'done') options.onSaved?.(before, text)
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
    case 'weight':
      return { weight: numberOf(text) ?? 1 }
    case 'target_date':
    case 'parent_id':
    case 'category_id':
      return { [field]: text || null }
    default:
      return { [field]: text }
  }
}
