/** Text that was typed into one form and that the server has not confirmed. */
export interface Draft {
  /** The typed fields by name; fields that were left alone are absent. */
  typed: Record<string, string>
  /**
   * For each typed field the saved value it began from, to notice that it has been changed
   * elsewhere since.
   */
  base: Record<string, string>
  /**
   * The key under which all attempts to create the row make one row; absent before the first
   * attempt.
   */
  clientKey?: string
  /** When something was typed last, in milliseconds since 1970. */
  savedAt: number
}

/** The parts of a draft that a form decides. */
export type DraftContent = Omit<Draft, 'savedAt'>

/** A field that was typed here and saved differently elsewhere since the typing began. */
export interface Conflict {
  field: string
  theirs: string
}

/** Whose draft it is, in which tab it was typed, and into which form. */
export interface DraftAddress {
  userId: string
  tabId: string
  form: string
}

/** A draft with the key under which the browser keeps it, and its length there in characters. */
export interface StoredDraft extends DraftAddress {
  key: string
  draft: Draft
  length: number
}

/**
 * Limits of what stays in the browser: 30 days; for each person 100 drafts and 1,000,000
 * characters.
 */
export const draftLimits = {
  maxAge: 30 * 24 * 60 * 60 * 1000,
  maxCount: 100,
  maxLength: 1_000_000,
} as const

const prefix = 'goals.draft.'

/**
 * The storage key of a draft. Every tab has its own, so that no tab can overwrite what is typed in
 * another.
 */
export function draftKey({ userId, tabId, form }: DraftAddress): string {
  return `${prefix}${userId}.${tabId}.${form}`
}

/** Takes a storage key apart; `undefined` when it is not the key of a draft. */
export function parseDraftKey(key: string): DraftAddress | undefined {
  if (!key.startsWith(prefix)) return undefined
  const [userId, tabId, ...form] = key.slice(prefix.length).split('.')
  return userId && tabId && form.length ? { userId, tabId, form: form.join('.') } : undefined
}

/** Reads a stored draft; `undefined` when the text is not one. */
export function parseDraft(text: string | null): Draft | undefined {
  try {
    const draft = JSON.parse(text ?? '') as Partial<Draft> | null
    const isDraft =
      isTexts(draft?.typed) && isTexts(draft.base) && typeof draft.savedAt === 'number'
    return isDraft ? (draft as Draft) : undefined
  }
  catch {
    return undefined
  }
}

/**
 * The drafts of one person that are beyond {@link draftLimits}: the expired ones, then the oldest.
 */
export function surplusDrafts(stored: StoredDraft[], now: number): StoredDraft[] {
  let count = 0
  let length = 0
  return [...stored].sort(newestFirst).filter((item) => {
    count += 1
    length += item.length
    return (
      now - item.draft.savedAt > draftLimits.maxAge
      || count > draftLimits.maxCount
      || length > draftLimits.maxLength
    )
  })
}

/** Orders drafts by when they were typed, the last one first. */
export function newestFirst(one: StoredDraft, other: StoredDraft): number {
  return other.draft.savedAt - one.draft.savedAt
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object'
    && value !== null
    && Object.values(value).every(text => typeof text === 'string')
  )
}

/** A draft in which a field is typed anew; a field that had no draft begins from `saved`. */
export function withTyped(
  draft: DraftContent | undefined,
  field: string,
  text: string,
  saved: string,
): DraftContent {
  return {
    ...draft,
    typed: { ...draft?.typed, [field]: text },
    base: { [field]: saved, ...draft?.base },
  }
}

/** A draft without some fields. */
export function withoutFields(draft: DraftContent, fields: string[]): DraftContent {
  const rest = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).filter(([field]) => !fields.includes(field)))
  return { ...draft, typed: rest(draft.typed), base: rest(draft.base) }
}

/**
 * A draft after some values were saved: fields that are typed so are no draft any more, the others
 * begin from there.
 */
export function afterSaving(draft: DraftContent, saved: Record<string, string>): DraftContent {
  const done = Object.keys(saved).filter(field => draft.typed[field] === saved[field])
  return withoutFields({ ...draft, base: { ...draft.base, ...saved } }, done)
}

/** The fields of a draft whose saved value is neither the one they began from nor the typed one. */
export function conflictsOf(draft: DraftContent, saved: Record<string, string>): Conflict[] {
  return Object.entries(draft.typed).flatMap(([field, mine]) => {
    const theirs = saved[field] ?? ''
    return theirs === draft.base[field] || isSame(theirs, mine) ? [] : [{ field, theirs }]
  })
}

/**
 * The fields of a draft that have been saved as typed by somebody since they began, by another tab
 * for example.
 */
export function savedElsewhere(draft: DraftContent, saved: Record<string, string>): string[] {
  return Object.entries(draft.typed).flatMap(([field, mine]) => {
    const theirs = saved[field] ?? ''
    return theirs !== draft.base[field] && isSame(theirs, mine) ? [field] : []
  })
}

/** Texts that differ only in white space around them are saved as the same. */
function isSame(one: string, other: string): boolean {
  return one.trim() === other.trim()
}
