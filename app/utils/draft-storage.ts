import {
  draftKey,
  newestFirst,
  parseDraft,
  parseDraftKey,
  surplusDrafts,
  type Draft,
  type DraftAddress,
  type StoredDraft,
} from './drafts'
import { takeFormerDrafts } from './former-drafts'

/** The parts of `localStorage` that drafts use. */
export type TextStorage = Pick<Storage, 'getItem' | 'key' | 'length' | 'removeItem' | 'setItem'>

/** The drafts of one person as the tabs of a browser keep them. */
export interface DraftStorage {
  /** This tab's drafts by form. */
  load: () => Record<string, Draft>
  /** Keeps a draft of this tab; false when the browser has no room for it or keeps nothing. */
  save: (form: string, draft: Draft) => boolean
  remove: (form: string) => void
  /** Drafts of the wanted forms in other tabs, newest first. */
  ofOtherTabs: (wanted: (form: string) => boolean) => StoredDraft[]
  /** Removes a draft of any tab. */
  forget: (draft: StoredDraft) => void
}

/**
 * Drafts of one person in one tab, kept in `storage`. What is beyond the limits is removed when the
 * storage is opened and
 * when it is full; another person's drafts are only ever removed for their age.
 */
export function createDraftStorage(
  storage: TextStorage,
  userId: string,
  tabId: string,
  now: () => number = Date.now,
): DraftStorage {
  const isOwn = (address: DraftAddress) => address.userId === userId && address.tabId === tabId
  const forget = ({ key }: StoredDraft) => storage.removeItem(key)

  for (const person of Map.groupBy(
    readAll(storage, () => true),
    item => item.userId,
  ).values()) {
    surplusDrafts(person, now()).forEach(forget)
  }

  function save(form: string, draft: Draft): boolean {
    const key = draftKey({ userId, tabId, form })
    const text = JSON.stringify(draft)
    if (trySet(storage, key, text)) return true
    const others = readAll(
      storage,
      address => address.userId === userId && !(isOwn(address) && address.form === form),
    )
    const removed: StoredDraft[] = []
    for (const item of others.sort(newestFirst).reverse()) {
      forget(item)
      removed.push(item)
      if (trySet(storage, key, text)) return true
    }
    for (const item of removed) trySet(storage, item.key, JSON.stringify(item.draft))
    return false
  }

  for (const [form, draft] of takeFormerDrafts(storage, userId)) save(form, draft)

  return {
    load: () => Object.fromEntries(readAll(storage, isOwn).map(({ form, draft }) => [form, draft])),
    save,
    remove: form => storage.removeItem(draftKey({ userId, tabId, form })),
    ofOtherTabs: wanted =>
      readAll(
        storage,
        address => address.userId === userId && address.tabId !== tabId && wanted(address.form),
      ).sort(newestFirst),
    forget,
  }
}

function readAll(storage: TextStorage, wanted: (address: DraftAddress) => boolean): StoredDraft[] {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  return keys.flatMap((key) => {
    const address = parseDraftKey(key)
    const text = address && wanted(address) ? storage.getItem(key) : null
    const draft = parseDraft(text)
    return address && text && draft
      ? [{ ...address, key, draft, length: key.length + text.length }]
      : []
  })
}

function trySet(storage: TextStorage, key: string, text: string): boolean {
  try {
    storage.setItem(key, text)
    return true
  }
  catch {
    return false
  }
}
