import { maxPattern } from '#shared/limits.ts'

/**
 * The first letters of the first and the last word, for an avatar: `Alice Lindqvist` gives `AL`.
 */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map(
    word => [...(word ?? '')][0] ?? '',
  )
  return letters.join('').toLocaleUpperCase() || '?'
}

/** `1 goal`, `2 goals`. */
export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en-GB')} ${noun}${amount === 1 ? '' : 's'}`
}

/** The text cut to `length` characters, with an ellipsis where it was cut. */
export function shorten(text: string, length = 60): string {
  const characters = [...text]
  return characters.length <= length
    ? text
    : `${characters
      .slice(0, length - 1)
      .join('')
      .trimEnd()}…`
}

/** The most characters of a text to search for: its pattern fits, even if each one is escaped. */
export const maxSearch = maxPattern.characters / 2 - 2

/**
 * The pattern of SQL's LIKE for whatever holds these words in this order, with anything between
 * them. More words than the gateway allows wildcards for are looked for as they stand.
 */
export function containingWords(text: string): string {
  const words = text.trim().split(/\s+/)
  const parts = words.length < maxPattern.wildcards ? words : [words.join(' ')]
  let pattern = '%'
  for (const character of parts.join('\n')) {
    const next = character === '\n' ? '%' : character.replace(/[\\%_]/, '\\$&')
    if (pattern.length + next.length >= maxPattern.characters) break
    pattern += next
  }
  return pattern.endsWith('%') && !pattern.endsWith('\\%') ? pattern : `${pattern}%`
}

/**
 * Letters that are written from right to left (Hebrew, Arabic and their neighbours), or marks that
 * turn the direction.
 */
const turnsDirection = /[\u0590-\u08FF\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC]/

/**
 * A title in quotes within a sentence; one that runs from right to left is isolated from it
 * (Unicode Annex 9, FSI and PDI).
 */
export function quoted(title: string): string {
  return turnsDirection.test(title) ? `“\u2068${title}\u2069”` : `“${title}”`
}
