import type { Selection, ArgumentValue } from '../../document/types.ts'
import { EngineError } from '../../errors.ts'
import type {
  Directive,
  EnumValue,
  InputField,
  NamedType,
  OutputField,
  RoleSchema,
  TypeRef,
} from '../../schema/types.ts'
import type { PlanContext } from '../context.ts'

/** Something that introspection describes. */
type Described =
  | { readonly is: 'schema', readonly schema: RoleSchema }
  | { readonly is: 'type', readonly type: NamedType | WrappedType }
  | { readonly is: 'field', readonly field: OutputField }
  | { readonly is: 'input', readonly input: InputField }
  | { readonly is: 'enumValue', readonly value: EnumValue }
  | { readonly is: 'directive', readonly directive: Directive }

type WrappedType =
  | { readonly kind: 'LIST', readonly of: TypeRef }
  | { readonly kind: 'NON_NULL', readonly of: TypeRef }

type Property = string | boolean | null | Described | readonly Described[] | readonly string[]

/** @throws EngineError not-supported where introspection is disabled for the role */
export function schemaJson(selection: Selection, context: PlanContext): string {
  refuseIfDisabled(context.schema)
  return objectJson({ is: 'schema', schema: context.schema }, selection)
}

/**
 * `__type(name:)`; null for a type that the role does not see.
 *
 * @throws EngineError not-supported where introspection is disabled for the role
 */
export function typeJson(selection: Selection, context: PlanContext): string {
  refuseIfDisabled(context.schema)
  const type = context.schema.types().get(nameArgument(selection.arguments.get('name')))
  return type ? objectJson({ is: 'type', type }, selection) : 'null'
}

function refuseIfDisabled(schema: RoleSchema): void {
  if (schema.introspectionDisabled)
    throw new EngineError('not-supported', `introspection is disabled for role: "${schema.role}"`)
}

function nameArgument(argument: ArgumentValue | undefined): string {
  return argument?.kind === 'scalar' ? String(argument.given) : ''
}

function objectJson(described: Described, selection: Selection): string {
  const members = (selection.selections ?? []).map((below) => {
    const { annotation } = below.field
    const value =
      annotation.kind === 'introspection'
        ? propertyOf(described, annotation.property)
        : (selection.type?.name ?? null)
    return `${JSON.stringify(below.responseKey)}:${valueJson(value, below)}`
  })
  return `{${members.join(',')}}`
}

function valueJson(value: Property, selection: Selection): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (!isList(value)) return objectJson(value, selection)
  return `[${value.map(item => (typeof item === 'string' ? JSON.stringify(item) : objectJson(item, selection))).join(',')}]`
}

function isList(
  value: Described | readonly Described[] | readonly string[],
): value is readonly Described[] | readonly string[] {
  return Array.isArray(value)
}

function propertyOf(described: Described, property: string): Property {
  switch (described.is) {
    case 'schema':
      return schemaProperty(described.schema, property)
    case 'type':
      return typeProperty(described.type, property)
    case 'field':
      return fieldProperty(described.field, property)
    case 'input':
      return inputProperty(described.input, property)
    case 'enumValue':
      return namedProperty(described.value, property)
    case 'directive':
      return directiveProperty(described.directive, property)
  }
}

function schemaProperty(schema: RoleSchema, property: string): Property {
  const root = (type: NamedType | undefined): Property => (type ? { is: 'type', type } : null)
  switch (property) {
    case 'types':
      return sorted(schema.types().values()).map((type): Described => ({ is: 'type', type }))
    case 'queryType':
      return root(schema.query)
    case 'mutationType':
      return root(schema.mutation)
    case 'subscriptionType':
      return root(schema.subscription)
    case 'directives':
      return schema.directives.map((directive): Described => ({ is: 'directive', directive }))
    default:
      return null
  }
}

const kinds = {
  scalar: 'SCALAR',
  enum: 'ENUM',
  object: 'OBJECT',
  input: 'INPUT_OBJECT',
  LIST: 'LIST',
  NON_NULL: 'NON_NULL',
} as const

function typeProperty(type: NamedType | WrappedType, property: string): Property {
  if (property === 'kind') return kinds[type.kind]
  if (type.kind === 'LIST' || type.kind === 'NON_NULL')
    return property === 'ofType' ? reference(type.of) : null
  switch (property) {
    case 'name':
      return type.name
    case 'description':
      return type.description ?? null
    case 'fields':
      return type.kind === 'object'
        ? sorted(type.fields().values()).map((field): Described => ({ is: 'field', field }))
        : null
    case 'inputFields':
      return type.kind === 'input' ? inputs(type.fields()) : null
    case 'enumValues':
      return type.kind === 'enum'
        ? sorted(type.values().values()).map((value): Described => ({ is: 'enumValue', value }))
        : null
    case 'interfaces':
      return type.kind === 'object' ? [] : null
    default:
      return null
  }
}

/** A type as it stands at one place: non-null and list wrappers are types of their own. */
function reference(ref: TypeRef): Described {
  if (!ref.nullable)
    return { is: 'type', type: { kind: 'NON_NULL', of: { ...ref, nullable: true } } }
  return { is: 'type', type: ref.kind === 'list' ? { kind: 'LIST', of: ref.of } : ref.type }
}

function fieldProperty(field: OutputField, property: string): Property {
  switch (property) {
    case 'args':
      return inputs(field.arguments)
    case 'type':
      return reference(field.type)
    default:
      return namedProperty(field, property)
  }
}

function inputProperty(input: InputField, property: string): Property {
  switch (property) {
    case 'type':
      return reference(input.type)
    case 'defaultValue':
      return input.default?.text ?? null
    default:
      return namedProperty(input, property)
  }
}

function directiveProperty(directive: Directive, property: string): Property {
  switch (property) {
    case 'locations':
      return directive.locations
    case 'args':
      return inputs(directive.arguments)
    case 'isRepeatable':
      return false
    default:
      return namedProperty(directive, property)
  }
}

function namedProperty(
  value: { readonly name: string, readonly description: string | undefined },
  property: string,
): Property {
  switch (property) {
    case 'name':
      return value.name
    case 'description':
      return value.description ?? null
    case 'isDeprecated':
      return false
    default:
      return null
  }
}

function inputs(fields: ReadonlyMap<string, InputField>): readonly Described[] {
  return sorted(fields.values()).map(input => ({ is: 'input', input }))
}

function sorted<T extends { readonly name: string }>(items: Iterable<T>): readonly T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}
