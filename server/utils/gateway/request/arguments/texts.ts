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
