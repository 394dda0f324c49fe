import { Kind, print, type ValueNode } from 'graphql/language'
import { EngineError } from '../errors.ts'
import { arrayLiteral } from '../sql/array-literal.ts'
import { inputItems, isNull, resolve, type Input } from './resolved.ts'
import { scalarText, type ScalarPlace } from './scalars.ts'
import type { RequestText, RequestValues } from './types.ts'

/** How an input becomes text: one value, or a list of values as an array literal. */
type Form = 'scalar' | 'list'

/**
 * A scalar or array as PostgreSQL's text, read anew from each request; see {@link scalarText} for
 * what it throws.
 */
export function scalarReader(input: Input, place: ScalarPlace): RequestText {
  return reader(input, place, 'scalar')
}

/** A list of scalars as an array literal; one value stands for a list of one. */
export function listReader(input: Input, place: ScalarPlace): RequestText {
  return reader(input, place, 'list')
}

/** Syntax without variables is read once, here. */
function reader(input: Input, place: ScalarPlace, form: Form): RequestText {
  const read = (request: RequestValues): string | null => inputText(input, place, form, request)
  if (input.kind === 'syntax' && !holdsVariable(input.node)) {
    const text = read({ variables: {}, fallbacks: new Map() })
    return { key: `constant:${JSON.stringify(text)}`, constant: text, read: () => text }
  }
  const where =
    input.kind === 'syntax'
      ? `syntax:${print(input.node)}`
      : `variable:${JSON.stringify([input.name, ...input.path])}`
  return { key: `${where}:${place.codec}:${place.array}:${form}`, constant: undefined, read }
}

function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.VARIABLE) return true
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable)
  return node.kind === Kind.OBJECT && node.fields.some(field => holdsVariable(field.value))
}

function inputText(
  input: Input,
  place: ScalarPlace,
  form: Form,
  request: RequestValues,
): string | null {
  const value = resolve(input, request)
  if (form === 'scalar') return isNull(value) ? null : scalarText(value, place, request)
  const items = inputItems(input, value)
  if (!items) return arrayLiteral([scalarText(value, place, request)])
  return arrayLiteral(
    items.map((item, index) => {
      const resolved = resolve(item, request)
      const path = `${place.path}[${index}]`
      if (isNull(resolved))
        throw new EngineError(
          'validation-failed',
          `unexpected null value for type '${place.typeName}'`,
          path,
        )
      return scalarText(resolved, { ...place, path }, request)
    }),
  )
}
