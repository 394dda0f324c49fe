import { useCreateGoal } from './useCreateGoal'
import { useUndo } from './useUndo'
import { useSessionStore } from '~/stores/session'

/** The shortcuts that work on every page. They rest while somebody types. */
export function useKeyboard(): void {
  const session = useSessionStore()
  const { open } = useCreateGoal()
  const { undo } = useUndo()
  defineShortcuts({
    'c': () => { if (session.canWrite) open() },
    'meta_z': () => { void undo() },
    'g-d': () => { void navigateTo('/') },
    'g-g': () => { void navigateTo('/goals') },
    'g-t': () => { void navigateTo('/trash') },
    'g-p': () => { void navigateTo('/playground') },
  })
}
