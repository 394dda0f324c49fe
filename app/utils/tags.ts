import { maxTags } from '#shared/limits.ts'

/**
 * Tags as the text of a form's field: each ends its line, and what stands after the last line break
 * is still being typed. No tag holds a line break.
 */
export function tagsText(tags: readonly string[]): string {
  return tags.map(tag => `${tag}\n`).join('')
}

/** The tags of a text, the unfinished one included: trimmed, each once, in order. */
export function tagsOf(text: string): string[] {
  return [...new Set(text.split('\n').map(tag => tag.trim()).filter(Boolean))]
}

/** The tags of a row, whose column is JSON. */
export function tagsOfRow(tags: unknown): string[] {
  return Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : []
}

/** Checks tags before they are sent, as the database does. */
export function tagsError(text: string): string | undefined {
  const tags = tagsOf(text)
  if (tags.length > maxTags.count)
    return `Keep at most ${maxTags.count} tags: there are ${tags.length}.`
  const long = tags.find(tag => [...tag].length > maxTags.characters)
  if (long) return `Shorten each tag to ${maxTags.characters} characters.`
}
