import schema from './schema.json' with { type: 'json' }

type Types = Readonly<Record<string, Readonly<Record<string, string>>>>

const fields: Types = schema.fields
const taken: Types = schema.arguments
const inputs: Types = schema.inputs

/** The object types at the roots, by operation. */
export const roots: Readonly<Record<'query' | 'mutation' | 'subscription', string>> = schema.roots

/** The type of an object type's field; undefined when it has none of this name. */
export function fieldType(type: string, field: string): string | undefined {
  return lookUp(fields, type, field)
}

/** The type of a field's argument; undefined when it takes none of this name. */
export function argumentType(type: string, field: string, argument: string): string | undefined {
  return lookUp(taken, `${type}.${field}`, argument)
}

/** The type of an input type's field; undefined when it has none of this name. */
export function inputFieldType(type: string, field: string): string | undefined {
  return lookUp(inputs, type, field)
}

/** Whether a type is an input type with fields of its own. */
export function isInputType(type: string): boolean {
  return Object.hasOwn(inputs, type)
}

function lookUp(types: Types, type: string, name: string): string | undefined {
  return Object.hasOwn(types, type) && Object.hasOwn(types[type]!, name)
    ? types[type]![name]
    : undefined
}
