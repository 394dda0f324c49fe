import { textProblem } from './texts.ts'
import { maxPattern } from '#shared/limits.ts'

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
