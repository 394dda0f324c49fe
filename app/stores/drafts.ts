import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Something typed that is not saved yet. `savedAt` is in milliseconds. */
export interface Draft { value: Record<string, string>, savedAt: number }

/** Drafts are forgotten after a week, and beyond fifty the oldest go first. */
const lifetime = 7 * 24 * 60 * 60 * 1000
const most = 50

/** What people have typed and not saved, by the form it belongs to. Kept in the browser, one set a person, over reloads and signing in again. */
export const useDraftsStore = defineStore('drafts', () => {
  const drafts = ref<Record<string, Draft>>({})
  let storageKey: string | undefined

  /** Reads the drafts of one person from the browser's storage. */
  function open(userId: string): void {
    storageKey = `goals.drafts.${userId}`
    drafts.value = fresh(parse(localStorage.getItem(storageKey)), Date.now())
  }

  function read(form: string): Record<string, string> | undefined {
    return drafts.value[form]?.value
  }

  function write(form: string, value: Record<string, string>): void {
    drafts.value = fresh({ ...drafts.value, [form]: { value, savedAt: Date.now() } }, Date.now())
    store()
  }

  function drop(form: string): void {
    if (!(form in drafts.value)) return
    drafts.value = Object.fromEntries(Object.entries(drafts.value).filter(([key]) => key !== form))
    store()
  }

  function store(): void {
    if (!storageKey) return
    try {
      localStorage.setItem(storageKey, JSON.stringify(drafts.value))
    }
    catch {
      // Storage is full or forbidden: the drafts still live as long as the page.
    }
  }

  return { open, read, write, drop }
})

function fresh(drafts: Record<string, Draft>, now: number): Record<string, Draft> {
  const kept = Object.entries(drafts).filter(([, draft]) => now - draft.savedAt < lifetime)
  return Object.fromEntries(kept.sort(([, a], [, b]) => b.savedAt - a.savedAt).slice(0, most))
}

function parse(text: string | null): Record<string, Draft> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? value as Record<string, Draft> : {}
  }
  catch {
    return {}
  }
}
