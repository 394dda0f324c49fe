import type { Json } from '../../metadata/types.ts'
import { arrayLiteral, nestedArrayLiteral } from '../../sql/array-literal.ts'
import type { SqlType } from '../../sql/types.ts'

/**
 * PostgreSQL's text of a JSON value, for a parameter of the given type; null is SQL NULL, except
 * for JSON columns, whose null is JSON's own. A string stands for any type as it is, an array's
 * `{…}` literal included.
 */
export function literalText(value: Json, type: SqlType): string | null {
  if (type.array) return Array.isArray(value) ? listText(value, type) : scalarText(value)
  return isJson(type) ? JSON.stringify(value) : scalarText(value)
}

/** Lists inside lists are dimensions, except where the elements are JSON: there they are JSON. */
function listText(items: readonly Json[], type: SqlType): string {
  const inner = isJson(type) ? [] : items.filter(item => Array.isArray(item))
  return inner.length > 0 && inner.length === items.length
    ? nestedArrayLiteral(inner.map(item => listText(item, type)))
    : arrayLiteral(items.map(item => literalText(item, { ...type, array: false })))
}

function scalarText(value: Json): string | null {
  if (value === null) return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function isJson(type: SqlType): boolean {
  return type.name === 'json' || type.name === 'jsonb'
}
