import { defineStore } from 'pinia'
import { ref } from 'vue'
import { createDraftStorage, type DraftStorage } from '~/utils/draft-storage'
import type { Draft, DraftContent } from '~/utils/drafts'
import { claimTab, openTabs } from '~/utils/tab-identity'

/**
 * What the signed-in person has typed in this tab and the server has not confirmed, by the form it
 * belongs to. It is kept
 * in the browser over reloads and signing in again, under keys `goals.draft.<user id>.…`.
 */
export const useDraftsStore = defineStore('drafts', () => {
  const drafts = ref<Record<string, Draft>>({})
  /** Forms whose content is on its way to the server. */
  const sending = ref<string[]>([])
  let storage: DraftStorage | undefined

  /** Reads the drafts of one person from the browser's storage. */
  function open(userId: string): void {
    const tab = claimTab(id => (storage = createDraftStorage(localStorage, userId, id)))
    storage = createDraftStorage(localStorage, userId, tab)
    drafts.value = storage.load()
  }

  /** Keeps nothing in the browser from now on: the person has signed out. */
  function close(): void {
    storage = undefined
    drafts.value = {}
  }

  function read(form: string): Draft | undefined {
    return drafts.value[form]
  }

  /** Keeps a draft; one without a typed field is dropped. */
  function write(form: string, content: DraftContent): void {
    if (Object.keys(content.typed).length === 0) return drop(form)
    const draft = { ...content, savedAt: Date.now() }
    drafts.value = { ...drafts.value, [form]: draft }
    if (storage) warnOnLeaving(form, storage.save(form, draft))
  }

  function drop(form: string): void {
    drafts.value = Object.fromEntries(
      Object.entries(drafts.value).filter(([name]) => name !== form),
    )
    storage?.remove(form)
    warnOnLeaving(form, true)
  }

  /**
   * Takes over what was typed into some forms in tabs that have been closed since, where this tab
   * has no draft.
   */
  async function adopt(wanted: (form: string) => boolean): Promise<void> {
    const from = storage
    const found = from?.ofOtherTabs(wanted) ?? []
    if (!from || found.length === 0) return
    const open = await openTabs()
    for (const item of found.filter(({ tabId }) => !open.has(tabId))) {
      if (item.form in drafts.value) continue
      write(item.form, item.draft)
      from.forget(item)
    }
  }

  return { drafts, sending, open, close, read, write, drop, adopt }
})

const unkept = new Set<string>()

/** Asks before the page is left while it holds text that the browser could not keep. */
function warnOnLeaving(form: string, isKept: boolean): void {
  const before = unkept.size
  if (isKept) unkept.delete(form)
  else unkept.add(form)
  if (before === 0 && unkept.size > 0) window.addEventListener('beforeunload', ask)
  if (before > 0 && unkept.size === 0) window.removeEventListener('beforeunload', ask)
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
