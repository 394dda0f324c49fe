const prefix = 'unconfirmed-'
let made = 0

/**
 * An id for a row that is shown before the server has confirmed it. Such a row cannot be opened or
 * changed yet.
 */
export function unconfirmedId(): string {
  return `${prefix}${++made}`
}

/** True for a row that the server has not confirmed. */
export function isUnconfirmed(id: string): boolean {
  return id.startsWith(prefix)
}
