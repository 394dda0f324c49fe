import { Kind, type ValueNode, type VariableNode } from 'graphql/language'
import { isObject, isRawNumber, numberText, rawNumber, type JsonValue } from '../json/json.ts'
import type { Fallbacks, RequestValues, Variables } from './types.ts'

/** An input with its variable read: syntax that is no variable (but may hold some), or JSON. */
export type Resolved =
  | { readonly kind: 'syntax', readonly node: Exclude<ValueNode, VariableNode> }
  | { readonly kind: 'json', readonly value: JsonValue }

/**
 * A value as the client wrote it: syntax of the document (which may hold variables inside), or a
 * place inside a variable's JSON value.
 */
export type Input =
  | { readonly kind: 'syntax', readonly node: ValueNode }
  | {
    readonly kind: 'variable'
    readonly name: string
    readonly path: readonly (string | number)[]
    readonly fallback: ValueNode | undefined
  }

const absent: Resolved = { kind: 'json', value: null }

/** Reads an input. A variable without value and default is null. */
export function resolve(input: Input, { variables, fallbacks }: RequestValues): Resolved {
  if (input.kind === 'syntax') return resolveNode(input.node, variables, fallbacks)
  let value: JsonValue | undefined = Object.hasOwn(variables, input.name)
    ? variables[input.name]
    : undefined
  if (value === undefined) return fallbackOf(input.fallback)
  for (const key of input.path) {
    if (Array.isArray(value)) value = value[key as number]
    else if (value !== undefined && isObject(value)) value = value[key]
    if (value === undefined) return absent
  }
  return { kind: 'json', value }
}

function resolveNode(node: ValueNode, variables: Variables, fallbacks: Fallbacks): Resolved {
  if (node.kind !== Kind.VARIABLE) return { kind: 'syntax', node }
  const name = node.name.value
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined
  return value === undefined ? fallbackOf(fallbacks.get(name)?.fallback) : { kind: 'json', value }
}

function fallbackOf(node: ValueNode | undefined): Resolved {
  return node === undefined || node.kind === Kind.VARIABLE ? absent : { kind: 'syntax', node }
}

/** Whether the value is null. */
export function isNull(resolved: Resolved): boolean {
  return resolved.kind === 'syntax' ? resolved.node.kind === Kind.NULL : resolved.value === null
}

/** The value as JSON; enum literals become strings, numbers keep their digits. */
export function toJson(resolved: Resolved, request: RequestValues): JsonValue {
  return resolved.kind === 'json' ? resolved.value : nodeJson(resolved.node, request)
}

function nodeJson(node: ValueNode, request: RequestValues): JsonValue {
  switch (node.kind) {
    case Kind.NULL:
      return null
    case Kind.BOOLEAN:
      return node.value
    case Kind.STRING:
      return node.value
    case Kind.ENUM:
      return node.value
    case Kind.INT:
      return String(Number(node.value)) === node.value ? Number(node.value) : rawNumber(node.value)
    case Kind.FLOAT:
      return String(Number(node.value)) === node.value ? Number(node.value) : rawNumber(node.value)
    case Kind.LIST:
      return node.values.map(item => nodeJson(item, request))
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map(field => [field.name.value, nodeJson(field.value, request)]),
      )
    case Kind.VARIABLE:
      return toJson(resolveNode(node, request.variables, request.fallbacks), request)
  }
}

/** The kind of a value, in the words of Hasura's type errors. */
export function describeValue(resolved: Resolved): string {
  return resolved.kind === 'syntax' ? describeNode(resolved.node) : describeJson(resolved.value)
}

function describeNode(node: Exclude<ValueNode, VariableNode>): string {
  switch (node.kind) {
    case Kind.NULL:
      return 'null'
    case Kind.BOOLEAN:
      return 'a boolean'
    case Kind.STRING:
      return 'a string'
    case Kind.ENUM:
      return 'an enum value'
    case Kind.INT:
      return 'an integer'
    case Kind.FLOAT:
      return 'a float'
    case Kind.LIST:
      return 'a list'
    case Kind.OBJECT:
      return 'an object'
  }
}

function describeJson(value: JsonValue): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'a boolean'
  if (typeof value === 'string') return 'a string'
  if (typeof value === 'number' || isRawNumber(value)) return 'a number'
  return Array.isArray(value) ? 'a list' : 'an object'
}

/** A string literal or JSON string; not an enum literal. */
export function stringOf(resolved: Resolved): string | undefined {
  if (resolved.kind === 'json')
    return typeof resolved.value === 'string' ? resolved.value : undefined
  return resolved.node.kind === Kind.STRING ? resolved.node.value : undefined
}

/** A number's digits. */
export function digitsOf(resolved: Resolved): string | undefined {
  if (resolved.kind === 'json') return numberText(resolved.value)
  return resolved.node.kind === Kind.INT || resolved.node.kind === Kind.FLOAT
    ? resolved.node.value
    : undefined
}

/**
 * Whether a number is written in the document with a fraction or an exponent, which GraphQL's
 * integers do not have.
 */
export function isFloatLiteral(resolved: Resolved): boolean {
  return resolved.kind === 'syntax' && resolved.node.kind === Kind.FLOAT
}

/** A boolean. */
export function booleanOf(resolved: Resolved): boolean | undefined {
  if (resolved.kind === 'json')
    return typeof resolved.value === 'boolean' ? resolved.value : undefined
  return resolved.node.kind === Kind.BOOLEAN ? resolved.node.value : undefined
}

/** The items of a list, or undefined when the value is no list. */
export function inputItems(input: Input, resolved: Resolved): readonly Input[] | undefined {
  if (resolved.kind === 'syntax')
    return resolved.node.kind === Kind.LIST
      ? resolved.node.values.map(node => ({ kind: 'syntax', node }))
      : undefined
  return Array.isArray(resolved.value)
    ? (resolved.value as readonly JsonValue[]).map((_, index) => inputBelow(input, index))
    : undefined
}

/** The keys of an object and their values, or undefined when the value is no object. */
export function inputEntries(
  input: Input,
  resolved: Resolved,
): readonly (readonly [string, Input])[] | undefined {
  if (resolved.kind === 'syntax') {
    return resolved.node.kind === Kind.OBJECT
      ? resolved.node.fields.map(field => [field.name.value, { kind: 'syntax', node: field.value }])
      : undefined
  }
  return isObject(resolved.value)
    ? Object.keys(resolved.value).map(key => [key, inputBelow(input, key)])
    : undefined
}

/** One step inside a variable's JSON. */
function inputBelow(input: Input, key: string | number): Input {
  if (input.kind !== 'variable') throw new Error('only variables hold JSON')
  return { ...input, path: [...input.path, key] }
}
