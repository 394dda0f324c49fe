/**
 * All keys of this application in the browser's storage begin so; those that belong to a person
 * have the person's id as a part.
 */
const prefix = 'goals.'

/**
 * Removes everything that the application keeps in this browser for a person; other people's is
 * left.
 */
export function clearBrowserData(person: string): void {
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of Object.keys(storage)) if (belongsTo(key, person)) storage.removeItem(key)
  }
}

/** Whether a storage key is this person's: `goals.drafts.<id>` and everything below it. */
export function belongsTo(key: string, person: string): boolean {
  return key.startsWith(prefix) && key.slice(prefix.length).split(/[.:/]/).includes(person)
}
