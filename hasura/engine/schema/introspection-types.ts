import { byName, inputField, listOf, nullable, outputField, required } from './builders.ts'
import type {
  EnumType,
  EnumValue,
  NamedType,
  ObjectType,
  OutputField,
  ScalarType,
  TypeRef,
} from './types.ts'

const string: ScalarType = {
  kind: 'scalar',
  name: 'String',
  description: undefined,
  codec: 'string',
}
const boolean: ScalarType = {
  kind: 'scalar',
  name: 'Boolean',
  description: undefined,
  codec: 'boolean',
}

function enumeration(name: string, values: readonly string[]): EnumType {
  const map = byName(
    values.map((value): EnumValue => ({
      name: value,
      description: undefined,
      annotation: { kind: 'introspection' },
    })),
  )
  return { kind: 'enum', name, description: undefined, values: () => map }
}

const typeKind = enumeration('__TypeKind', [
  'ENUM',
  'INPUT_OBJECT',
  'INTERFACE',
  'LIST',
  'NON_NULL',
  'OBJECT',
  'SCALAR',
  'UNION',
])

const directiveLocation = enumeration('__DirectiveLocation', [
  'ARGUMENT_DEFINITION',
  'ENUM',
  'ENUM_VALUE',
  'FIELD',
  'FIELD_DEFINITION',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'INPUT_FIELD_DEFINITION',
  'INPUT_OBJECT',
  'INTERFACE',
  'MUTATION',
  'OBJECT',
  'QUERY',
  'SCALAR',
  'SCHEMA',
  'SUBSCRIPTION',
  'UNION',
])

const includeDeprecated = inputField(
  'includeDeprecated',
  nullable(boolean),
  { kind: 'argument' },
  { leaf: 'static', default: 'false' },
)

/**
 * An introspection type whose fields are read from the described object's property of the same
 * name.
 */
function introspectionType(
  name: string,
  fields: () => Readonly<Record<string, TypeRef>>,
): ObjectType {
  let made: ReadonlyMap<string, OutputField> | undefined
  return {
    kind: 'object',
    name,
    description: undefined,
    fields: () =>
      (made ??= byName(
        Object.entries(fields()).map(([field, type]) =>
          outputField(
            field,
            type,
            { kind: 'introspection', property: field },
            {
              arguments: field === 'fields' || field === 'enumValues' ? [includeDeprecated] : [],
            },
          ),
        ),
      )),
  }
}

const inputValue = introspectionType('__InputValue', () => ({
  name: required(string),
  description: nullable(string),
  type: required(typeObject),
  defaultValue: nullable(string),
}))

const field = introspectionType('__Field', () => ({
  name: required(string),
  description: nullable(string),
  args: listOf(required(inputValue), false),
  type: required(typeObject),
  isDeprecated: required(boolean),
  deprecationReason: nullable(string),
}))

const enumValue = introspectionType('__EnumValue', () => ({
  name: required(string),
  description: nullable(string),
  isDeprecated: required(boolean),
  deprecationReason: nullable(string),
}))

const directive = introspectionType('__Directive', () => ({
  name: required(string),
  description: nullable(string),
  locations: listOf(required(directiveLocation), false),
  args: listOf(required(inputValue), false),
  isRepeatable: required(boolean),
}))

const typeObject: ObjectType = introspectionType('__Type', () => ({
  kind: required(typeKind),
  name: nullable(string),
  description: nullable(string),
  fields: listOf(required(field), true),
  interfaces: listOf(required(typeObject), true),
  possibleTypes: listOf(required(typeObject), true),
  enumValues: listOf(required(enumValue), true),
  inputFields: listOf(required(inputValue), true),
  ofType: nullable(typeObject),
  specifiedByURL: nullable(string),
}))

const schemaObject = introspectionType('__Schema', () => ({
  description: nullable(string),
  types: listOf(required(typeObject), false),
  queryType: required(typeObject),
  mutationType: nullable(typeObject),
  subscriptionType: nullable(typeObject),
  directives: listOf(required(directive), false),
}))

/** The types of introspection itself. */
export const introspectionTypes: readonly NamedType[] = [
  typeKind,
  directiveLocation,
  inputValue,
  field,
  enumValue,
  directive,
  typeObject,
  schemaObject,
]

/** `__schema` and `__type` of query_root. */
export const introspectionFields: ReadonlyMap<string, OutputField> = byName([
  outputField('__schema', required(schemaObject), { kind: 'schemaIntrospection' }),
  outputField(
    '__type',
    nullable(typeObject),
    { kind: 'typeIntrospection' },
    {
      arguments: [
        inputField(
          'name',
          required(string),
          { kind: 'argument' },
          { description: 'name of the type', leaf: 'static' },
        ),
      ],
    },
  ),
])

/** `__typename` of every object. */
export const typename: OutputField = outputField('__typename', required(string), {
  kind: 'typename',
})
