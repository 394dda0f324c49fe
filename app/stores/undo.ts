import { defineStore } from 'pinia'
import { ref } from 'vue'

/** How a change is taken back. Kept as data, so that the stack can be read and tested. */
export type Reversal =
  | {
    kind: 'goal-fields'
    id: string
    fields: Record<string, unknown>
  }
  | {
    kind: 'goal-metric'
    id: string
    name: string
    value: unknown
  }
  | { kind: 'goal-restore', id: string }
  | { kind: 'goal-trash', id: string }
  | {
    kind: 'task-fields'
    id: string
    fields: Record<string, unknown>
  }
  | { kind: 'task-restore', id: string }
  | { kind: 'task-trash', id: string }
  | {
    kind: 'key-result-fields'
    id: string
    fields: Record<string, unknown>
  }
  | { kind: 'key-result-restore', id: string }
  | {
    kind: 'task-block'
    id: string
    by: string
  }
  | {
    kind: 'task-unblock'
    id: string
    by: string
  }

/** A change that can be taken back, in the words of its message. */
export interface UndoEntry {
  key: number
  label: string
  reversal: Reversal
}

const maxEntries = 20

/** The last changes of this tab that can be taken back, newest last. */
export const useUndoStore = defineStore('undo', () => {
  const entries = ref<UndoEntry[]>([])
  let key = 0

  function push(label: string, reversal: Reversal): UndoEntry {
    const entry = { key: ++key, label, reversal }
    entries.value = [...entries.value, entry].slice(-maxEntries)
    return entry
  }

  /**
   * Takes one entry off the stack, the newest when no key is given; `undefined` when it is gone.
   */
  function take(wanted?: number): UndoEntry | undefined {
    const entry =
      wanted === undefined ? entries.value.at(-1) : entries.value.find(item => item.key === wanted)
    if (entry) entries.value = entries.value.filter(item => item !== entry)
    return entry
  }

  return { entries, push, take }
})
