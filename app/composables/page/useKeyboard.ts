import { useCreateGoal } from '../goal/useCreateGoal'
import { useShortcutHelp } from './useShortcutHelp'
import { useUndo } from '../request/useUndo'
import { useSessionStore } from '~/stores/session'

/**
 * The shortcuts that work on every page, as `utils/shortcuts` lists them. They rest while somebody
 * types, and behind dialogs.
 */
export function useKeyboard(): void {
  const session = useSessionStore()
  const { open } = useCreateGoal()
  const { show } = useShortcutHelp()
  const { undo } = useUndo()
  const shortcuts: Record<string, () => void> = {
    'c': () => {
      if (session.canWrite) open()
    },
    'meta_z': () => {
      void undo()
    },
    '/': () => {
      void searchGoals()
    },
    '?': show,
    'g-d': () => {
      void navigateTo('/')
    },
    'g-g': () => {
      void navigateTo('/goals')
    },
    'g-i': () => {
      void navigateTo('/inbox')
    },
    'g-t': () => {
      if (session.canWrite) void navigateTo('/trash')
    },
    'g-p': () => {
      void navigateTo('/playground')
    },
  }
  defineShortcuts(
    Object.fromEntries(
      Object.entries(shortcuts).map(([keys, act]) => [
        keys,
        () => {
          if (isPageInFront()) act()
        },
      ]),
    ),
  )
}

/** False while a dialog, a menu or a list of choices is open, or a control takes letters itself. */
function isPageInFront(): boolean {
  const open = document.querySelector(
    '[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"], [role="listbox"][data-state="open"], [role="menu"][data-state="open"]',
  )
  return !open && !document.activeElement?.matches('select')
}

async function searchGoals(): Promise<void> {
  await navigateTo('/goals')
  document.querySelector<HTMLInputElement>('[role="search"] input[type="search"]')?.focus()
}
