import type { JsonForm } from '../plan/types.ts'
import { builtin } from '../sql/types-of.ts'
import type { SqlExpression } from '../sql/types.ts'
import { mergedPieces } from './pieces.ts'
import { system } from './sql.ts'

const text = builtin('text')
const nothing: SqlExpression = { kind: 'text', value: 'null' }

/**
 * A member of a JSON object; `json` is JSON already: a constant, or an expression of type text that
 * is never NULL.
 */
export interface JsonMember {
  readonly key: string
  readonly json: string | SqlExpression
}

/**
 * The text of a JSON object, never NULL.
 *
 * @see docs/json-as-text.md
 */
export function jsonObject(members: readonly JsonMember[]): SqlExpression {
  return joined([
    '{',
    ...members.flatMap(({ key, json }, index) => [
      `${index === 0 ? '' : ','}${JSON.stringify(key)}:`,
      json,
    ]),
    '}',
  ])
}

/** The text of a JSON array of all rows' items, never NULL. To be selected from the rows. */
export function jsonArray(item: SqlExpression): SqlExpression {
  const items = system('string_agg', item, { kind: 'text', value: ',' })
  return { kind: 'coalesce', items: [joined(['[', items, ']']), { kind: 'text', value: '[]' }] }
}

/** The text of a value's JSON, never NULL. */
export function jsonValue(value: SqlExpression, form: JsonForm): SqlExpression {
  return orNull(valueText(value, form))
}

/** `null` for a JSON text that is not there. */
export function orNull(json: SqlExpression): SqlExpression {
  return { kind: 'coalesce', items: [json, nothing] }
}

function valueText(value: SqlExpression, form: JsonForm): SqlExpression {
  switch (form) {
    case 'bare':
      return asText(value)
    case 'quoted':
      return joined(['"', asText(value), '"'])
    case 'scalar':
      return asText({ kind: 'jsonScalar', of: value })
    case 'any':
      return asText(system('to_json', value))
  }
}

function asText(of: SqlExpression): SqlExpression {
  return { kind: 'cast', of, type: text }
}

/** Texts one after the other. */
function joined(pieces: readonly (string | SqlExpression)[]): SqlExpression {
  return concatenated(
    mergedPieces(pieces).map((piece): SqlExpression =>
      typeof piece === 'string' ? { kind: 'text', value: piece } : piece,
    ),
  )
}

/** In halves: one after the other, each piece would be copied as often as pieces follow it. */
function concatenated(pieces: readonly SqlExpression[]): SqlExpression {
  const [only] = pieces
  if (pieces.length === 1 && only) return only
  const half = pieces.length >> 1
  return {
    kind: 'binary',
    operator: '||',
    left: concatenated(pieces.slice(0, half)),
    right: concatenated(pieces.slice(half)),
  }
}
