/**
 * A shortcut as the help lists it. `keys` are pressed one after the other, or together where
 * `together` is set.
 */
export interface Shortcut {
  keys: readonly string[]
  together?: boolean
  does: string
  /** Only for people who may write. */
  writes?: boolean
}

/** Shortcuts that stand under one heading of the help. */
export interface ShortcutGroup {
  title: string
  shortcuts: readonly Shortcut[]
}

/** Every shortcut of the application, in the order of the help. */
export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: 'Anywhere',
    shortcuts: [
      { keys: ['C'], does: 'New goal', writes: true },
      { keys: ['Ctrl', 'Z'], together: true, does: 'Undo the last change', writes: true },
      { keys: ['/'], does: 'Search goals' },
      { keys: ['?'], does: 'Show these shortcuts' },
    ],
  },
  {
    title: 'Go to',
    shortcuts: [
      { keys: ['G', 'D'], does: 'Dashboard' },
      { keys: ['G', 'G'], does: 'Goals' },
      { keys: ['G', 'I'], does: 'Inbox' },
      { keys: ['G', 'T'], does: 'Trash', writes: true },
      { keys: ['G', 'P'], does: 'Playground' },
    ],
  },
  {
    title: 'In the tree of goals',
    shortcuts: [
      { keys: ['↑', '↓'], does: 'Move' },
      { keys: ['←', '→'], does: 'Fold and unfold' },
      { keys: ['Enter'], does: 'Open' },
      { keys: ['Space'], does: 'Complete or reopen', writes: true },
      { keys: ['Delete'], does: 'Move to trash', writes: true },
    ],
  },
  {
    title: 'On a task',
    shortcuts: [
      { keys: ['Alt', 'Shift', '↑ ↓'], together: true, does: 'Move among its neighbours', writes: true },
      { keys: ['Alt', 'Shift', '→'], together: true, does: 'Make it a part of the one before', writes: true },
      { keys: ['Alt', 'Shift', '←'], together: true, does: 'Move it one level up', writes: true },
    ],
  },
  {
    title: 'In a text',
    shortcuts: [
      { keys: ['Ctrl', 'Enter'], together: true, does: 'Save', writes: true },
      { keys: ['Escape'], does: 'Discard what was typed', writes: true },
    ],
  },
]

/** The keys that lead to a page, as a menu shows them; `undefined` when there are none. */
export function keysTo(page: string): readonly string[] | undefined {
  return shortcutGroups
    .find(({ title }) => title === 'Go to')
    ?.shortcuts.find(({ does }) => does === page)?.keys
}
