import { parseDraft, type Draft } from './drafts'

/**
 * Takes the drafts of a person out of the storage as releases before per-tab drafts kept them: all
 * in one entry, `goals.drafts.<user id>`, without the values they began from. Each field then began
 * from nothing: where another text is saved, both are shown, and none is saved without being asked.
 * Empty fields are left out, because they cannot be told from untouched ones.
 */
export function takeFormerDrafts(
  storage: Pick<Storage, 'getItem' | 'removeItem'>,
  userId: string,
): [string, Draft][] {
  const key = `goals.drafts.${userId}`
  const text = storage.getItem(key)
  if (text === null) return []
  storage.removeItem(key)
  return Object.entries(parse(text)).flatMap(([form, former]) => {
    const draft = parseDraft(JSON.stringify(withoutBase(former)))
    const isEmpty = !draft || Object.keys(draft.typed).length === 0
    return isEmpty ? [] : [[formerForms(form), draft] as [string, Draft]]
  })
}

/** The former form for a new goal was named by the goal above alone. */
function formerForms(form: string): string {
  return form.replace(/^new-goal:(?!.*:)/, 'new-goal:weekly:')
}

function withoutBase(former: unknown): unknown {
  const { value, savedAt } = (former ?? {}) as { value?: object, savedAt?: unknown }
  const typed = Object.entries(value ?? {}).filter(([, text]) => text !== '')
  return {
    typed: Object.fromEntries(typed),
    base: Object.fromEntries(typed.map(([field]) => [field, ''])),
    savedAt,
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  }
  catch {
    return {}
  }
}
