import type { InputAnnotation, FieldAnnotation } from './annotation.ts'
import type { InputField, NamedType, OutputField, TypeRef } from './types.ts'

/** `T` */
export function nullable(type: NamedType): TypeRef {
  return { kind: 'named', type, nullable: true }
}

/** `T!` */
export function required(type: NamedType): TypeRef {
  return { kind: 'named', type, nullable: false }
}

/** `[of]` or `[of]!` */
export function listOf(of: TypeRef, isNullable: boolean): TypeRef {
  return { kind: 'list', of, nullable: isNullable }
}

/** The same type, nullable or not. */
export function withNullability(ref: TypeRef, isNullable: boolean): TypeRef {
  return ref.nullable === isNullable ? ref : { ...ref, nullable: isNullable }
}

/** An output field without arguments unless given. */
export function outputField(
  name: string,
  type: TypeRef,
  annotation: FieldAnnotation,
  options: { description?: string | undefined, arguments?: readonly InputField[] } = {},
): OutputField {
  return {
    name,
    description: options.description,
    type,
    arguments: byName(options.arguments ?? []),
    annotation,
  }
}

/**
 * An argument or input object field. An explicit null is accepted where the type is nullable,
 * unless `null: 'reject'` says that the field may only be left out.
 */
export function inputField(
  name: string,
  type: TypeRef,
  annotation: InputAnnotation,
  options: {
    description?: string | undefined
    null?: 'accept' | 'reject'
    leaf?: 'static' | 'parameter'
    default?: string
  } = {},
): InputField {
  return {
    name,
    description: options.description,
    type,
    null: type.nullable ? (options.null ?? 'accept') : 'reject',
    leaf: options.leaf ?? 'parameter',
    default: options.default === undefined ? undefined : { text: options.default },
    annotation,
  }
}

/**
 * Fields by name. Where a name comes from the metadata, see `NameClaims.fields` instead.
 *
 * @throws Error when two have the same name
 */
export function byName<T extends { readonly name: string }>(
  items: readonly T[],
): ReadonlyMap<string, T> {
  const fields = new Map(items.map(item => [item.name, item]))
  if (fields.size < items.length) {
    throw new Error(`one name for two of ${items.map(({ name }) => name).join(', ')}`)
  }
  return fields
}

/** Computes at the first call, then returns the same value. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
