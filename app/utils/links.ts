/** A piece of a text: a link where `href` is set. */
export interface TextPart {
  text: string
  href?: string
}

/** Addresses that are taken for links: http and https only, so that no text can run a script. */
const address = /\bhttps?:\/\/[^\s<>"“”„«»]+/gi

/** Marks that end a sentence rather than an address. */
const closing = '.,;:!?\'’*_~'

/** Splits a text at the links in it; the parts together are the text. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    const found = trimmed(match[0])
    if (!isAddress(found)) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: found, href: found })
    end = match.index + found.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

/** Without the marks at its end, and without brackets that it does not open itself. */
function trimmed(found: string): string {
  const unopened = { ')': surplus(found, '(', ')'), ']': surplus(found, '[', ']') }
  let end = found.length
  for (; end > 0; end--) {
    const last = found[end - 1] ?? ''
    if (closing.includes(last)) continue
    if ((last === ')' || last === ']') && unopened[last]-- > 0) continue
    break
  }
  return found.slice(0, end)
}

function surplus(text: string, open: string, close: string): number {
  return text.split(close).length - text.split(open).length
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}
