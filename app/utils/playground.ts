/** One run, kept to be run again. Headers are not kept: they carry a token. */
export interface HistoryEntry {
  query: string
  variables: string
  role: string
  at: number
}

const maxEntries = 50

/** The editor's initial document, valid in every role. */
export const exampleQuery = `# Ctrl+Enter runs it. Ctrl+Space completes. The schema is that of your role.
query OpenGoals {
  goals(where: { status: { _eq: "active" } }, order_by: { target_date: asc_nulls_last }, limit: 10) {
    id
    title
    horizon
    figures { progress parts }
    target_date
    tasks(where: { status: { _neq: "completed" } }) {
      title
      due_date
    }
  }
}
`

/** Puts an entry on top; running the same text again only moves it up. */
export function remember(history: readonly HistoryEntry[], entry: HistoryEntry): HistoryEntry[] {
  const others = history.filter(
    ({ query, variables, role }) =>
      query !== entry.query || variables !== entry.variables || role !== entry.role,
  )
  return [entry, ...others].slice(0, maxEntries)
}

/** Reads what was kept; anything else gives an empty history. */
export function parseHistory(text: string | null): HistoryEntry[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(value) ? (value as HistoryEntry[]) : []
  }
  catch {
    return []
  }
}

/** A JSON object of texts as typed into the header editor, or the reason why it is none. */
export function parseHeaders(
  text: string,
): { kind: 'headers', headers: Record<string, string> } | { kind: 'mistake', message: string } {
  const parsed = parseObject(text)
  if (parsed.kind === 'mistake') return { kind: 'mistake', message: `Headers: ${parsed.message}` }
  const wrong = Object.entries(parsed.value).find(([, value]) => typeof value !== 'string')
  if (wrong) return { kind: 'mistake', message: `Headers: "${wrong[0]}" must be a text in quotes.` }
  return { kind: 'headers', headers: parsed.value as Record<string, string> }
}

/** A JSON object, where an empty text counts as an empty one. */
export function parseObject(
  text: string,
): { kind: 'object', value: Record<string, unknown> } | { kind: 'mistake', message: string } {
  if (text.trim() === '') return { kind: 'object', value: {} }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { kind: 'object', value: value as Record<string, unknown> }
    return { kind: 'mistake', message: 'write an object: { "name": value }.' }
  }
  catch (error) {
    return { kind: 'mistake', message: `this is not JSON: ${(error as Error).message}` }
  }
}

/**
 * Lays out JSON text with two spaces a level, token by token. Numbers keep all their digits, which
 * parsing would lose. Text that is not JSON comes back as it is.
 */
export function layOutJson(text: string): string {
  try {
    JSON.parse(text)
  }
  catch {
    return text
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? []
  let depth = 0
  const newLine = () => `\n${'  '.repeat(depth)}`
  return tokens
    .map((token, index) => {
      const next = tokens[index + 1] ?? ''
      if (token === '{' || token === '[')
        return ++depth && (/^[}\]]$/.test(next) ? token : token + newLine())
      if (token === '}' || token === ']') {
        depth--
        return /^[{[]$/.test(tokens[index - 1] ?? '') ? token : newLine() + token
      }
      if (token === ',') return token + newLine()
      return token === ':' ? ': ' : token
    })
    .join('')
}
