import type { EnumType, InputField, NamedType, TypeRef } from '../schema/types.ts'
import { isObject, type JsonValue } from '../json/json.ts'
import type { Variables } from './types.ts'
import type { VariableDefinitions, VariableUse } from './variables.ts'

/**
 * Describes variables by what can change a plan: which are given, which are null, keys of objects,
 * lengths of lists of objects, enum values and deciding scalars. Requests of the same description
 * can share a plan; scalars that only become parameters are left out.
 */
export function variableShape(
  variables: Variables,
  definitions: VariableDefinitions,
  uses: ReadonlyMap<string, VariableUse>,
): string {
  let shape = ''
  for (const name of definitions.keys()) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    shape += value === undefined ? '-' : variableText(value, uses.get(name))
    shape += ';'
  }
  for (const name of Object.keys(variables))
    if (!definitions.has(name)) shape += `+${JSON.stringify(name)}`
  return shape
}

function variableText(value: JsonValue, use: VariableUse | undefined): string {
  if (value === null) return 'n'
  if (!use) return 's'
  if (use.static) return JSON.stringify(value)
  let text = ''
  for (const type of use.types) text += refShape(value, type, 'parameter')
  return text
}

function refShape(value: JsonValue, ref: TypeRef, leaf: InputField['leaf']): string {
  if (value === null) return 'n'
  if (ref.kind === 'named') return namedShape(value, ref.type, leaf)
  if (ref.array) return 's'
  if (!Array.isArray(value)) return refShape(value, ref.of, leaf)
  if (isParameterList(ref.of, leaf)) return 'l'
  return `[${(value as readonly JsonValue[]).map(item => refShape(item, ref.of, leaf)).join(',')}]`
}

/** A list of scalars becomes one array parameter, whatever its length. */
function isParameterList(item: TypeRef, leaf: InputField['leaf']): boolean {
  return leaf === 'parameter' && item.kind === 'named' && item.type.kind === 'scalar'
}

function namedShape(value: JsonValue, type: NamedType, leaf: InputField['leaf']): string {
  if (type.kind === 'input') return objectShape(value, type.fields())
  if (type.kind === 'enum') return enumShape(value, type)
  return leaf === 'static' ? JSON.stringify(value) : 's'
}

function enumShape(value: JsonValue, type: EnumType): string {
  return typeof value === 'string' && type.values().has(value) ? value : JSON.stringify(value)
}

function objectShape(value: JsonValue, fields: ReadonlyMap<string, InputField>): string {
  if (!isObject(value)) return 'x'
  let text = '{'
  for (const key of Object.keys(value)) {
    const field = fields.get(key)
    if (!field) return 'x'
    text += `${key}:${refShape(value[key] ?? null, field.type, field.leaf)},`
  }
  return `${text}}`
}
