import { onMounted } from 'vue'
import { useDraftsStore } from '~/stores/drafts'
import type { Horizon } from '~/utils/horizons'

/** The initial values of the form for a new goal. */
export interface GoalPreset {
  horizon?: Horizon
  parentId?: string
}

/**
 * Whether the form for a new goal is open, and with what it starts. One form serves the whole page.
 */
export function useCreateGoal() {
  const preset = useState<GoalPreset | undefined>('create-goal', () => undefined)
  return {
    preset,
    open: (start: GoalPreset = {}) => {
      preset.value = start
    },
    /** Fetches the form's code when the user is about to open it. */
    prefetch: () => {
      void preloadComponents('GoalFormModal').catch(() => undefined)
    },
    close: () => {
      preset.value = undefined
    },
  }
}

/**
 * Names the draft of a new goal: each opening of the form with another start has a draft of its
 * own.
 */
export function newGoalForm({ horizon = 'weekly', parentId = '' }: GoalPreset): string {
  return `new-goal:${horizon}:${parentId}`
}

/**
 * Opens the form again for a new goal that was sent and not saved before the page was reloaded, or
 * the session ended.
 */
export function useUnsavedGoal(): void {
  const drafts = useDraftsStore()
  const { preset, open } = useCreateGoal()
  onMounted(async () => {
    await drafts.adopt(form => form.startsWith('new-goal:'))
    const [form] =
      Object.entries(drafts.drafts).find(
        ([name, { clientKey }]) => name.startsWith('new-goal:') && clientKey,
      ) ?? []
    if (!form || preset.value) return
    const [, horizon, parentId] = form.split(':')
    open({ horizon: horizon as Horizon, ...(parentId && { parentId }) })
  })
}
