import { maxPattern } from '#shared/limits.ts'

/**
 * Why a value is no text that PostgreSQL can hold: words that complete "… must be". Undefined when
 * it is one.
 *
 * PostgreSQL has no U+0000 and no half of a surrogate pair. A live query reads its values out of
 * JSON while it runs, so there such a text fails with a row and not with the statement.
 *
 * @see https://www.postgresql.org/docs/current/datatype-json.html
 */
export function textProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'a text'
  return value.includes('\0') || !value.isWellFormed()
    ? 'a text without U+0000 and without halves of characters'
    : undefined
}

/**
 * Why a text is not a pattern that every row can be matched with: words that complete "… must be".
 * Undefined when it is.
 *
 * PostgreSQL refuses a backslash at the end only where some row's text leads the match to it; and
 * each wildcard can multiply the time that a long text takes.
 *
 * @see https://www.postgresql.org/docs/current/functions-matching.html#FUNCTIONS-LIKE
 */
export function patternProblem(value: unknown): string | undefined {
  const notText = textProblem(value)
  if (typeof value !== 'string' || notText) return notText
  if (value.length > maxPattern.characters)
    return `a pattern of at most ${maxPattern.characters} characters`
  const parts: readonly string[] = value.match(/\\[^]?|[%_]/g) ?? []
  if (parts.includes('\\'))
    return 'a pattern without a lone backslash at its end: write \\\\ for a backslash'
  const wildcards = parts.filter(part => part === '%' || part === '_').length
  return wildcards > maxPattern.wildcards
    ? `a pattern with at most ${maxPattern.wildcards} wildcards: write \\% and \\_ for the characters themselves`
    : undefined
}
