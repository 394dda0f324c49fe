import type { Horizon } from '~/utils/horizons'

/** What the form for a new goal starts with. */
export interface GoalPreset { horizon?: Horizon, parentId?: string }

/** Whether the form for a new goal is open, and with what it starts. One form serves the whole page. */
export function useCreateGoal() {
  const preset = useState<GoalPreset | undefined>('create-goal', () => undefined)
  return {
    preset,
    open: (start: GoalPreset = {}) => { preset.value = start },
    /** Fetches the form's code when somebody is about to open it. */
    warm: () => { void preloadComponents('GoalFormModal') },
    close: () => { preset.value = undefined },
  }
}
