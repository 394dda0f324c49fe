import { Kind } from 'graphql/language'
import { EngineError } from '../errors.ts'
import {
  namedTypeOf,
  typeText,
  type EnumType,
  type InputField,
  type InputObjectType,
  type ScalarType,
  type TypeRef,
} from '../schema/types.ts'
import { listReader, scalarReader } from './reader.ts'
import {
  describeValue,
  inputEntries,
  inputItems,
  isNull,
  resolve,
  stringOf,
  toJson,
  type Input,
  type Resolved,
} from './resolved.ts'
import { scalarText } from './scalars.ts'
import type { ArgumentValue, ObjectEntry, RequestText, RequestValues, Variables } from './types.ts'
import { isUsable, type VariableDefinitions, type VariableUse } from './variables.ts'

/** The part of the request that input checks read; they fill `uses`. */
export interface InputContext {
  readonly definitions: VariableDefinitions
  readonly variables: Variables
  readonly uses: Map<string, VariableUse>
  /** A null operator value counts as absent (`HASURA_GRAPHQL_V1_BOOLEAN_NULL_COLLAPSE`). */
  readonly nullCollapse: boolean
  /**
   * A nullable variable without value and default counts as absent where it stands alone, as the
   * GraphQL specification says (the feature `no_null_unbound_variable_default`); otherwise it is
   * null, which is Hasura's default.
   */
  readonly unboundIsAbsent: boolean
}

/** A place that takes a value: an argument, a key of an input object, an item of a list. */
interface Place {
  readonly type: TypeRef
  readonly acceptsNull: boolean
  readonly leaf: 'static' | 'parameter'
  readonly hasDefault: boolean
  /** Columns and operators complain about nulls in other words than arguments. */
  readonly isValue: boolean
  readonly path: string
}

/**
 * Checks the value of an argument or input object field.
 *
 * @throws EngineError with Hasura's message and path
 */
export function checkInput(
  input: Input,
  field: InputField,
  path: string,
  context: InputContext,
): ArgumentValue {
  return check(input, placeOf(field, path, context), context)
}

function placeOf(field: InputField, path: string, context: InputContext): Place {
  return {
    type: field.type,
    acceptsNull:
      field.null === 'accept' || (context.nullCollapse && field.annotation.kind === 'operator'),
    leaf: field.leaf,
    hasDefault: field.default !== undefined,
    isValue: field.annotation.kind !== 'argument' && field.annotation.kind !== 'isNull',
    path,
  }
}

function check(given: Input, place: Place, context: InputContext): ArgumentValue {
  const input = peel(given, place, context)
  const resolved = resolve(input, requestOf(context))
  if (isNull(resolved)) return nullValue(input, resolved, place, context)
  if (place.type.kind === 'list') {
    const scalar = elementOf(place.type)
    return scalar
      ? scalarValue(input, resolved, scalar, place, context)
      : listValue(input, resolved, place, place.type.of, context)
  }
  const { type } = place.type
  switch (type.kind) {
    case 'scalar':
      return scalarValue(input, resolved, type, place, context)
    case 'enum':
      return enumValue(resolved, type, place)
    case 'input':
      return objectValue(input, resolved, type, place, context)
    case 'object':
      throw new EngineError('validation-failed', `'${type.name}' is not an input type`, place.path)
  }
}

/**
 * Whether an argument or key counts as not given, because all it holds is a variable without a
 * value.
 *
 * @throws EngineError validation-failed when the variable may not stand there
 */
export function isLeftOut(
  input: Input,
  field: InputField,
  path: string,
  context: InputContext,
): boolean {
  if (!context.unboundIsAbsent || input.kind !== 'syntax' || input.node.kind !== Kind.VARIABLE)
    return false
  const { definitions, variables } = context
  const name = input.node.name.value
  const isUnbound = !Object.hasOwn(variables, name) && definitions.get(name)?.fallback === undefined
  if (isUnbound) peel(input, placeOf(field, path, context), context)
  return isUnbound
}

/** Replaces syntax that is a variable by that variable, once it is known to fit the place. */
function peel(input: Input, place: Place, { definitions, uses }: InputContext): Input {
  if (input.kind !== 'syntax' || input.node.kind !== Kind.VARIABLE) return input
  const name = input.node.name.value
  const definition = definitions.get(name)
  if (!definition) throw new EngineError('validation-failed', `unbound variable "${name}"`)
  if (!isUsable(definition, place.type, place.hasDefault)) {
    throw new EngineError(
      'validation-failed',
      `variable '${name}' is declared as '${definition.typeText}', but used where '${typeText(place.type)}' is expected`,
      place.path,
    )
  }
  const use = uses.get(name) ?? { types: new Set(), static: false }
  use.types.add(place.type)
  if (place.leaf === 'static') use.static = true
  uses.set(name, use)
  return { kind: 'variable', name, path: [], fallback: definition.fallback }
}

/** The scalar of an array's elements; undefined for a list that is none. */
function elementOf(type: TypeRef): ScalarType | undefined {
  const element = type.kind === 'list' && type.array ? namedTypeOf(type) : undefined
  return element?.kind === 'scalar' ? element : undefined
}

function nullValue(
  input: Input,
  resolved: Resolved,
  place: Place,
  context: InputContext,
): ArgumentValue {
  if (place.acceptsNull) return { kind: 'null', path: place.path }
  if (place.type.kind === 'list' && !place.type.array)
    return mismatch('a list', place.type, resolved, place)
  const type = namedTypeOf(place.type)
  if (place.isValue && type.kind !== 'input')
    throw new EngineError(
      'validation-failed',
      `unexpected null value for type '${type.name}'`,
      place.path,
    )
  switch (type.kind) {
    case 'scalar':
      return scalarValue(input, resolved, type, place, context)
    case 'enum':
      return mismatch('an enum value', place.type, resolved, place)
    default:
      return mismatch('an object', place.type, resolved, place)
  }
}

function mismatch(expected: string, type: TypeRef, found: Resolved, { path }: Place): never {
  const name = type.kind === 'list' ? undefined : type.type.name
  throw new EngineError(
    'validation-failed',
    `expected ${expected}${name === undefined ? '' : ` for type '${name}'`}, but found ${describeValue(found)}`,
    path,
  )
}

function scalarValue(
  input: Input,
  resolved: Resolved,
  scalar: ScalarType,
  place: Place,
  context: InputContext,
): ArgumentValue {
  const { path } = place
  const at = {
    codec: scalar.codec,
    typeName: scalar.name,
    array: elementOf(place.type) !== undefined,
    path,
  }
  scalarText(resolved, at, requestOf(context))
  const given = place.leaf === 'static' ? toJson(resolved, requestOf(context)) : null
  return { kind: 'scalar', scalar, text: scalarReader(input, at), given, path }
}

function enumValue(resolved: Resolved, type: EnumType, place: Place): ArgumentValue {
  const name =
    resolved.kind === 'syntax' && resolved.node.kind === Kind.ENUM
      ? resolved.node.value
      : resolved.kind === 'json'
        ? stringOf(resolved)
        : undefined
  if (name === undefined) return mismatch('an enum value', place.type, resolved, place)
  const value = type.values().get(name)
  if (!value) {
    const known = [...type.values().keys()]
      .sort()
      .map(key => `'${key}'`)
      .join(', ')
    throw new EngineError(
      'validation-failed',
      `expected one of the values [${known}] for type '${type.name}', but found '${name}'`,
      place.path,
    )
  }
  return { kind: 'enum', type, value, path: place.path }
}

function listValue(
  input: Input,
  resolved: Resolved,
  place: Place,
  item: TypeRef,
  context: InputContext,
): ArgumentValue {
  const given = inputItems(input, resolved)
  const inner = (path: string): Place => ({
    ...place,
    type: item,
    acceptsNull: item.nullable,
    hasDefault: false,
    path,
  })
  const items = given
    ? given.map((value, index) => check(value, inner(`${place.path}[${index}]`), context))
    : [check(input, inner(place.path), context)]
  return { kind: 'list', items, scalars: scalarList(input, item, place.path), path: place.path }
}

function scalarList(input: Input, item: TypeRef, path: string): RequestText | undefined {
  if (item.kind !== 'named' || item.type.kind !== 'scalar') return undefined
  return listReader(input, { codec: item.type.codec, typeName: item.type.name, array: false, path })
}

function objectValue(
  input: Input,
  resolved: Resolved,
  type: InputObjectType,
  place: Place,
  context: InputContext,
): ArgumentValue {
  const given = inputEntries(input, resolved)
  if (!given) return mismatch('an object', place.type, resolved, place)
  const fields = type.fields()
  for (const [key] of given) {
    if (!fields.has(key))
      throw new EngineError(
        'validation-failed',
        `field '${key}' not found in type: '${type.name}'`,
        pathTo(place.path, key),
      )
  }
  const present = given.filter(
    ([key, value]) =>
      !isLeftOut(value, fields.get(key) as InputField, pathTo(place.path, key), context),
  )
  const missing = [...fields.values()].find(
    field =>
      !field.type.nullable
      && field.default === undefined
      && !present.some(([key]) => key === field.name),
  )
  if (missing) throw missingField(missing, place.path)
  const entries = present.map(([key, value]): ObjectEntry => {
    const field = fields.get(key) as InputField
    return { field, value: checkInput(value, field, pathTo(place.path, key), context) }
  })
  return { kind: 'object', type, entries, path: place.path }
}

/** An argument or key that must be given. */
export function missingField({ name }: InputField, path: string): EngineError {
  return new EngineError(
    'validation-failed',
    `missing required field '${name}'`,
    pathTo(path, name),
  )
}

/** Hasura's path to a key: names plainly, anything else in brackets. */
function pathTo(path: string, key: string): string {
  return /^[_A-Za-z][_0-9A-Za-z]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`
}

function requestOf({ variables, definitions }: InputContext): RequestValues {
  return { variables, fallbacks: definitions }
}
