/** The first letters of the first and the last word, for an avatar: `Alice Lindqvist` gives `AL`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map(word => [...(word ?? '')][0] ?? '')
  return letters.join('').toLocaleUpperCase() || '?'
}

/** `1 goal`, `2 goals`. */
export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en-GB')} ${noun}${amount === 1 ? '' : 's'}`
}

/** The text cut to `length` characters, with an ellipsis where it was cut. */
export function shorten(text: string, length = 60): string {
  const characters = [...text]
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('').trimEnd()}…`
}

/** The pattern of SQL's LIKE for whatever holds this text. */
export function containing(text: string): string {
  return `%${text.trim().replace(/[\\%_]/g, character => `\\${character}`)}%`
}
