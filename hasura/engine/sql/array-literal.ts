/**
 * PostgreSQL's text of an array; every element is quoted, so that its own text cannot be mistaken.
 */
export function arrayLiteral(items: readonly (string | null)[]): string {
  return `{${items.map(item => (item === null ? 'NULL' : quotedElement(item))).join(',')}}`
}

/** An array of arrays: elements that are array literals already are not quoted again. */
export function nestedArrayLiteral(literals: readonly string[]): string {
  return `{${literals.join(',')}}`
}

function quotedElement(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
