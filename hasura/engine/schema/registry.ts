import { once } from './builders.ts'
import type { NameClaims } from './claims.ts'
import type { SchemaContext } from './context.ts'
import type { EnumType, InputObjectType, ObjectType, ScalarType } from './types.ts'

/** The part of a context that makes each named type once. */
export type TypeRegistry = Pick<SchemaContext, 'object' | 'input' | 'enumeration'> & {
  /** The one scalar of a name. */
  readonly scalarOf: (type: ScalarType) => ScalarType
  /** A scalar that shares its name with another but is read differently (`Int` as a row count). */
  readonly scalarVariant: (type: ScalarType) => ScalarType
}

/** An empty registry. */
export function typeRegistry(claims: NameClaims): TypeRegistry {
  const objects = new Map<string, ObjectType>()
  const inputs = new Map<string, InputObjectType>()
  const enums = new Map<string, EnumType>()
  const scalars = new Map<string, ScalarType>()
  return {
    object: (name, make) =>
      remembered(objects, name, () => {
        const { description, fields } = make()
        return { kind: 'object', name, description, fields: once(fields) }
      }),
    input: (name, make, variant = '') =>
      remembered(inputs, `${name} ${variant}`, () => {
        const { description, fields } = make()
        return { kind: 'input', name, description, fields: once(fields) }
      }),
    enumeration: (name, make) =>
      remembered(enums, name, () => {
        const { description, values } = make()
        return { kind: 'enum', name, description, values: once(values) }
      }),
    scalarOf: type => remembered(scalars, claims.type(type.name, 'engine'), () => type),
    scalarVariant: type =>
      remembered(scalars, `${claims.type(type.name, 'engine')} ${type.codec}`, () => type),
  }
}

function remembered<T>(map: Map<string, T>, name: string, make: () => T): T {
  const known = map.get(name)
  if (known) return known
  const made = make()
  map.set(name, made)
  return made
}
